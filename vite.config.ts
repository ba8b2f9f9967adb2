import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The component library brings its words in some thirty languages; the page has two. */
const OUR_LANGUAGES = new Set(['en-US', 'zh-CN']);

function onlyOurLanguages(): Plugin {
  return {
    name: 'only-our-languages',
    enforce: 'pre',
    resolveId(source) {
      const locale = /\/(?:intl\/.*\/|intl\/)?([a-z]{2}-[A-Z]{2})\.(?:mjs|js|cjs|json)$/.exec(source)?.[1];
      return locale === undefined || OUR_LANGUAGES.has(locale) ? null : '\0no-words';
    },
    load(id) {
      return id === '\0no-words' ? 'export default {};' : null;
    },
  };
}

/**
 * Every file of styles says the order of the layers: the first that a browser reads decides it, and which that is depends
 * on how the build cuts the page into chunks.
 */
function layersInOrder(): Plugin {
  const order = '@layer reset,tokens,kit,pages;';
  return {
    name: 'layers-in-order',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset' && file.fileName.endsWith('.css') && typeof file.source === 'string')
            file.source = order + file.source.replace(order, '');
        }
      },
    },
  };
}

export default defineConfig(({ command }) => {
  // Inherited from a test runner it would make a build of React for development, twice as large.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: here('src/web'),
    plugins: [onlyOurLanguages(), layersInOrder(), react()],
    build: {
      outDir: here('dist/page'),
      emptyOutDir: true,
      manifest: true,
      // Browsers of 2024 and later: `light-dark()` and nesting go out as they are written.
      target: ['chrome123', 'firefox120', 'safari17.5'],
      // Data addresses would need a hole in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: {
      proxy: {
        '/mail-frame': 'http://127.0.0.1:4600',
        '/v1': 'http://127.0.0.1:4600',
        '/healthz': 'http://127.0.0.1:4600',
      },
    },
  };
});
