import type { FastifyRequest } from 'fastify';
import { isbot } from 'isbot';
import type { VisitSign } from '../../domain/tracking/mail-visits.js';

/** Apple's proxy gives this alone for its name; no browser does. */
const APPLE_PRIVACY = 'Mozilla/5.0';
/** By which Gmail fetches pictures before a mail is shown; when somebody opens it, GoogleImageProxy comes. */
const GMAIL_AHEAD = /Edge\/12\.246 Mozilla\/5\.0$/;
/** Proxies through which people see pictures: a person has opened the mail. */
const PICTURE_PROXY = /GoogleImageProxy|YahooMailProxy/;

/** What a request itself tells of a machine; null: nothing, as with a person. Of its names nothing is kept. */
export function signOf({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): VisitSign | null {
  if (method === 'HEAD') return 'head';
  const ahead = [headers['sec-purpose'], headers['purpose'], headers['x-moz']].join(' ');
  if (/prefetch|preview/i.test(ahead)) return 'prefetch';
  const agent = headers['user-agent'] ?? '';
  if (agent === APPLE_PRIVACY) return 'apple-privacy';
  if (GMAIL_AHEAD.test(agent)) return 'gmail-ahead';
  if (PICTURE_PROXY.test(agent)) return null;
  return agent === '' || isbot(agent) ? 'program' : null;
}
