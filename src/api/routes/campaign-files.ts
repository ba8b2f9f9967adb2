import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import { putCampaignFile } from '../contracts/campaigns.js';
import type { AppDeps } from '../deps.js';
import type { Routes } from '../http/routes.js';
import { orProblem } from './campaigns.js';

/** Lists come as they are, and are not held in memory. */
export function takeLists(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(['text/csv', 'text/plain'], (_request, body, done) => done(null, body));
}

/** `routes`: of a scope that takes lists. */
export function campaignFileRoutes(routes: Routes, { campaigns }: AppDeps): void {
  routes.on(putCampaignFile, async ({ params, request, actor, onceId }) => {
    const order = { requestId: onceId, actorId: actor.user.userId, reason: null };
    // On disk first: a request is to be sent within its time, however long the database takes for its lines.
    const folder = await mkdtemp(join(tmpdir(), 'followthrough-list-'));
    const copy = join(folder, 'list');
    try {
      await pipeline(request.body as Readable, createWriteStream(copy));
      const file = { name: params.file, lines: createReadStream(copy) };
      return orProblem(await campaigns.takeFile(params.id, file, order));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
