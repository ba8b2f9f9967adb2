import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

/*
 * Swagger UI from the installed package, each file by its name: nothing is fetched from elsewhere, and nothing is reported
 * to anybody.
 */

const FILES: { readonly [name: string]: string } = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Followthrough API</title>
  <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="ui"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null, tryItOutEnabled: true });\n`;

// Swagger UI styles elements in place and draws its icons as data addresses; scripts come from files only.
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function docsUi(app: FastifyInstance): void {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const cache = new Map<string, Buffer>();
  const add = (url: string, type: string, body: () => string | Buffer): void => {
    app.route({
      method: 'GET',
      url,
      config: { docs: true },
      schema: { hide: true },
      handler: (_request, reply) => reply.type(type).header('content-security-policy', POLICY).send(body()),
    });
  };
  add('/docs', 'text/html; charset=utf-8', () => PAGE);
  add('/docs/start.js', 'text/javascript; charset=utf-8', () => START);
  for (const [name, type] of Object.entries(FILES)) {
    add(`/docs/${name}`, type, () => {
      const body = cache.get(name) ?? readFileSync(path.join(folder, name));
      cache.set(name, body);
      return body;
    });
  }
}
