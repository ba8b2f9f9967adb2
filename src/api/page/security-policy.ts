import { createHash } from 'node:crypto';

/** How a content security policy names a text that may stand in a page: by its hash. */
export const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/*
 * Two style texts that the component library (react-aria) puts into the head by itself: how touch and scrolling behave.
 * They change with the library's version only; the browser's tests find a refused one on its console.
 */
const LIBRARY_STYLES = [
  `@layer {
  [data-react-aria-pressable] {
    touch-action: pan-x pan-y pinch-zoom;
  }
}`,
  `@layer {
  * {
    overscroll-behavior: contain;
  }
}`,
];

const text = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** The page takes nothing from elsewhere and runs no script that isn't one of its files. */
export const PAGE_POLICY = text({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': `'self' ${LIBRARY_STYLES.map(hashSource).join(' ')}`,
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'frame-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
});

/** The frame of a mail: the mail's own styles hold, nothing is fetched, and of scripts only ours runs. */
export const mailFramePolicy = (script: string): string =>
  text({
    'default-src': "'none'",
    'script-src': hashSource(script),
    'style-src': "'unsafe-inline'",
    'img-src': 'data:',
    'form-action': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'self'",
    sandbox: 'allow-scripts allow-popups allow-popups-to-escape-sandbox',
  });
