import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from './problem.js';

/*
 * Conditional requests (RFC 9110, 13). A tag is a hash of the body as it is sent: two bodies with one tag are the same,
 * and what changed has another, whatever wrote it.
 */

const tagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

/** The tag that a GET of this has. `schema` is that of its answer. */
export const entityTag = (schema: z.ZodType, view: unknown): string => tagOf(JSON.stringify(z.encode(schema, view)));

/** Tags every JSON answer to a GET, and sends none to whoever has it already. Nothing is for caches that others share. */
export function tagAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.hasHeader('cache-control')) return payload;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    reply.header('cache-control', isRead ? 'private, no-cache' : 'no-store');
    const type = String(reply.getHeader('content-type') ?? '');
    if (!isRead || reply.statusCode !== 200 || typeof payload !== 'string' || !type.startsWith('application/json'))
      return payload;
    const tag = tagOf(payload);
    reply.header('etag', tag);
    if (!isAmong(request.headers['if-none-match'], tag)) return payload;
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    return null;
  });
}

/**
 * For a change with `If-Match`: refuses it if the thing is no longer as the client read it, and gives the `updatedAt` by
 * which the write must find it unchanged. Undefined: the client sets no condition, or there is no such thing.
 */
export async function unchangedSince<T extends { readonly updatedAt: string }>(
  request: FastifyRequest,
  schema: z.ZodType,
  read: () => Promise<T | null>,
): Promise<string | undefined> {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const current = await read();
  if (current === null) return undefined;
  // Weakly equal is not enough for a change; ours are all strong.
  if (!tagsIn(header).includes(entityTag(schema, current))) throw changedMeanwhile();
  return current.updatedAt;
}

export const changedMeanwhile = (): Problem =>
  new Problem('changed-meanwhile', 'It has changed since you read it. Read it again, then decide anew.');

const tagsIn = (header: string): readonly string[] => header.match(/(?:W\/)?"[^"]*"/g) ?? [];

function isAmong(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tagsIn(header).some((each) => each.replace(/^W\//, '') === tag);
}
