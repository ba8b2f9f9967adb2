import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import { putCampaignFile } from '../contracts/campaigns.js';
import type { AppDeps } from '../deps.js';
import { bodyLimitOf } from '../http/limits.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { orProblem } from './campaigns.js';

const LIMIT = bodyLimitOf('putCampaignFile');

/** Lists come as they are, and are not held in memory. Who says beforehand that it is too long needn't send it. */
export function takeLists(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(['text/csv', 'text/plain'], (request, body, done) =>
    Number(request.headers['content-length'] ?? 0) > LIMIT ? done(tooLarge()) : done(null, body),
  );
}

/** `routes`: of a scope that takes lists. */
export function campaignFileRoutes(routes: Routes, { campaigns }: AppDeps): void {
  routes.on(putCampaignFile, async ({ params, request, actor, onceId }) => {
    const order = { requestId: onceId, actorId: actor.user.userId, reason: null };
    // On disk first: a request is to be sent within its time, however long the database takes for its lines.
    const folder = await mkdtemp(join(tmpdir(), 'followthrough-list-'));
    const copy = join(folder, 'list');
    try {
      await pipeline(withinLimit(request.body as Readable), createWriteStream(copy));
      const file = { name: params.file, lines: createReadStream(copy) };
      return orProblem(await campaigns.takeFile(params.id, file, order));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function* withinLimit(body: Readable): AsyncIterable<Buffer> {
  let bytes = 0;
  // A request that is destroyed gets no answer.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LIMIT) throw tooLarge();
    yield chunk;
  }
}

const tooLarge = (): Problem =>
  new Problem('body-too-large', `The list is larger than ${LIMIT} bytes.`, [], { connection: 'close' });
