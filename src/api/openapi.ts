import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { openapiTransform } from './http/zod-provider.js';

const DESCRIPTION = [
  'What runs in Followthrough, and what people may do to it. docs/api.md shows how to sign in and how to page.',
  'Errors are RFC 9457 problems with a `code` and JSON pointers. Instants are RFC 3339; lists go by opaque cursors.',
].join('\n\n');

export async function useOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Followthrough',
        version: '1.0.0',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key, ft_…' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'ft_session',
            description: 'Set by login; __Host-ft_session over https.',
          },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    ...openapiTransform,
  });
}

type Json = { readonly [key: string]: unknown };

/** The document of a ready app. Schemas that nothing refers to are left out. */
export function openapiDocument(app: FastifyInstance): Record<string, unknown> {
  const document = app.swagger() as unknown as Json & { readonly components: Json & { readonly schemas: Json } };
  const { schemas } = document.components;
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const name of references(value)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document['paths']);
  const kept = Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => used.has(name))
      .sort(([a], [b]) => a.localeCompare(b)),
  );
  return { ...document, components: { ...document.components, schemas: kept } };
}

const references = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
