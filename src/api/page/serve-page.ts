import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MAIL_FRAME, MAIL_FRAME_PATH, MAIL_FRAME_POLICY } from './mail-frame.js';
import { PAGE_POLICY } from './security-policy.js';

/*
 * The page and the API are one origin: no cross-site requests, one cookie. The page's files carry a hash in their names
 * and are kept by browsers for good; the document that names them is asked for each time.
 */

/** What is never the page's: an unknown address below these is a problem document, whoever asks. */
const NOT_THE_PAGE = /^\/(v1|docs|assets|u|p|healthz|readyz|metrics|openapi\.json)(\/|$)/;

/** The names that a build gives. */
const ASSET = /^\w[\w.-]{0,200}$/;

const NOT_BUILT = `Followthrough's API runs here, but its page has not been built.

Build it with:   npm run build
(npm start does it by itself.) Then load this address again.

The API's reference: /docs
`;

/** Registers the files of the page. `folder` null: it has none, as in most tests. */
export async function pageFiles(app: FastifyInstance, folder: string | null): Promise<void> {
  app.route({
    method: 'GET',
    url: MAIL_FRAME_PATH,
    config: { docs: true },
    schema: { hide: true },
    handler: (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', MAIL_FRAME_POLICY)
        .send(MAIL_FRAME),
  });
  if (folder === null) return;
  // Files are sent by the route below, which the policy knows; the plugin registers none.
  await app.register(fastifyStatic, { serve: false, root: folder, preCompressed: true });
  app.route<{ Params: { file: string } }>({
    method: 'GET',
    url: '/assets/:file',
    config: { docs: true },
    schema: { hide: true },
    handler: (request, reply) => {
      const { file } = request.params;
      if (!ASSET.test(file)) return reply.callNotFound();
      return reply.sendFile(file, path.join(folder, 'assets'), { immutable: true, maxAge: '365d' });
    },
  });
}

/** Whether a request that no route took is a person's browser that wants the page: any address of it, after a reload too. */
function wantsPage(request: FastifyRequest): boolean {
  const [address = '/'] = request.url.split('?', 1);
  const accepts = request.headers.accept ?? '';
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    accepts.includes('text/html') &&
    !NOT_THE_PAGE.test(address)
  );
}

/** The page's document for a request that no route took; null: the request is for something else. */
export function pageAnswer(folder: string | null, request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  if (folder === null || !wantsPage(request)) return null;
  reply.header('cache-control', 'no-cache').header('content-security-policy', PAGE_POLICY);
  const file = path.join(folder, 'index.html');
  if (!existsSync(file)) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  // Read each time: a build made meanwhile names other files. It is less than a kilobyte.
  return reply.code(200).type('text/html; charset=utf-8').send(readFileSync(file));
}
