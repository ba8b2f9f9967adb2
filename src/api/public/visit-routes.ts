import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { followLink, openPicture } from '../contracts/public-links.js';
import type { AppDeps, VisitLink } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { signOf } from './visit-sign.js';

/** One transparent point. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** The links of mails that tell of clicks and opens. Whatever goes wrong with the telling, who comes gets on. */
export function visitRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(followLink, async ({ params, request, reply }) => {
    const link = deps.links.verify(params.token);
    if (link === null || link.kind !== 'click') throw new Problem('not-found', 'This link is none of ours.');
    await note(deps, link, request);
    leaveNoTrace(reply).header('location', inAscii(link.url));
    return '';
  });

  routes.onStream(openPicture, async ({ params, request, reply }) => {
    const link = deps.links.verify(params.token);
    if (link?.kind === 'open') await note(deps, link, request);
    leaveNoTrace(reply);
    return Readable.from([PICTURE]);
  });
}

/** A header holds no other script; what is ASCII is led to as it was written. */
const inAscii = (url: string): string => (/^[\x21-\x7e]+$/.test(url) || !URL.canParse(url) ? url : new URL(url).href);

async function note(deps: AppDeps, link: VisitLink, request: FastifyRequest): Promise<void> {
  try {
    const url = link.kind === 'click' ? link.url : null;
    const now = { virtual: await deps.engine.now(), real: deps.realNow() };
    await deps.stores.visits.keep({ ...link, url, sign: signOf(request) }, now);
  } catch (error) {
    request.log.warn({ err: error }, 'a visit to a link of a mail was not noted');
  }
}

/** Each visit is asked of us, none is found by a search engine, and where it leads learns nothing of the mail. */
const leaveNoTrace = (reply: FastifyReply): FastifyReply =>
  reply
    .header('cache-control', 'no-store, private')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex, nofollow');
