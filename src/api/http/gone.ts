import type { FastifyReply } from 'fastify';

/** Aborts when whoever asked goes away before the answer. (`request.signal` hears the end of the request's body too.) */
export function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
