import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayTrack, TRACKING_TOPIC, type TrackingScope } from '../../domain/tracking/may-track.js';
import {
  changePreferences,
  preferencesPage as preferencesContract,
  unsubscribe,
  unsubscribePage,
} from '../contracts/public-links.js';
import type { AppDeps, LinkToken, WishLink } from '../deps.js';
import { toProblem } from '../http/error-handler.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { MailChoices } from '../store-ports.js';
import { maskAddress, stopTopic } from './choices.js';
import { takeForms } from './form-bodies.js';
import { confirmRoutes } from './forms/confirm-routes.js';
import { pageHeaders } from './html.js';
import { consentText, failurePage, preferencesPage, type Shown, stopPage, stoppedPage, unknownPage } from './pages.js';
import { questionRoutes } from './question-routes.js';
import { visitRoutes } from './visit-routes.js';
import type { Wording } from './wording.js';
import { wordsOf } from './words-of.js';

const PER_MINUTE = 60;

/** Somebody who came with a link of ours, and the words to speak to them in. */
interface Visitor {
  readonly link: WishLink;
  readonly choices: MailChoices;
  readonly words: Wording;
  readonly shown: Shown;
}

/** The links of mails: unsubscribe and preferences, surveys and invitations. `scope` is an instance of its own, for it takes forms. */
export function publicLinkRoutes(routes: Routes, scope: FastifyInstance, deps: AppDeps): void {
  takeForms(scope);
  scope.addHook('onRequest', limiter(scope, deps));
  scope.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, deps);
    if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
    const words = wordsOf(null, request);
    pageHeaders(reply, words.tag);
    const body = problem.status === 404 ? unknownPage(words) : failurePage(words, problem.status);
    return reply.code(problem.status).headers(problem.headers).type('text/html; charset=utf-8').send(body);
  });
  unsubscribeRoutes(routes, deps);
  preferencesRoutes(routes, deps);
  questionRoutes(routes, deps);
  confirmRoutes(routes, deps);
  visitRoutes(routes, deps);
}

function unsubscribeRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(unsubscribePage, async ({ params, request, reply }) => {
    const { link, shown, words } = await visitor(deps, params.token, 'unsubscribe', request, reply);
    const isStopped = shown.stopped.includes('*') || (link.topic !== null && shown.stopped.includes(link.topic));
    const show = isStopped ? stoppedPage : stopPage;
    return show(words, shown.address, link.topic, params.token);
  });

  routes.on(unsubscribe, async ({ params, request, reply }) => {
    const { link, choices, shown, words } = await visitor(deps, params.token, 'unsubscribe', request, reply);
    await stopTopic({ engine: deps.engine, preferences: deps.stores.preferences }, choices, link.topic ?? '*');
    return stoppedPage(words, shown.address, link.topic, params.token);
  });
}

function preferencesRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(preferencesContract, async ({ params, request, reply }) => {
    const { shown, words } = await visitor(deps, params.token, 'preferences', request, reply);
    return preferencesPage(words, shown, null);
  });

  routes.on(changePreferences, async ({ params, body, request, reply }) => {
    const { choices, shown, words } = await visitor(deps, params.token, 'preferences', request, reply);
    const { action, topic } = body;
    if (topic !== '*' && !shown.topics.includes(topic))
      throw new Problem('invalid', 'This topic is none of those that the page shows.');
    const { preferences } = deps.stores;
    if (action === 'stop') await stopTopic({ engine: deps.engine, preferences }, choices, topic);
    else {
      const text = consentText(words, shown.address, topic);
      await preferences.allow({ contactId: choices.contactId, topic, text, at: await deps.engine.now() });
    }
    const after = await visitor(deps, params.token, 'preferences', request, reply);
    return preferencesPage(words, after.shown, action);
  });
}

/**
 * Who came, by their token; throws the 404 for a token that is none of ours, and for somebody we no longer know. The
 * link to unsubscribe also opens the preferences: both are in the same mail, and it alone knows the mail's topic.
 */
async function visitor(
  deps: AppDeps,
  token: string,
  wanted: WishLink['kind'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visitor> {
  const link = deps.links.verify(token);
  const wish = isWish(link) && (link.kind === wanted || wanted === 'preferences') ? link : null;
  const choices = wish === null ? null : await deps.stores.preferences.choices(wish.contactId);
  if (wish === null || choices === null) throw new Problem('not-found', 'This link is none of ours.');
  const words = wordsOf(choices.language, request);
  pageHeaders(reply, words.tag);
  const topics = new Set([...choices.topics, ...(wish.topic === null ? [] : [wish.topic])]);
  const address = choices.email === null ? words.yourAddress : maskAddress(choices.email);
  const tracking = trackingShown(deps.tracking, choices);
  const stopped = tracking === 'off' ? [...new Set([...choices.stopped, TRACKING_TOPIC])] : choices.stopped;
  const shownTopics = [...[...topics].sort(), ...(tracking === null ? [] : [TRACKING_TOPIC])];
  return { link: wish, choices, words, shown: { address, stopped, topics: shownTopics } };
}

/** Whether mails to somebody tell of opens and clicks, or would if they let them; null: those of this deployment don't. */
function trackingShown(scope: TrackingScope, { country, stopped, agreed }: MailChoices): 'on' | 'off' | null {
  if (scope === 'off') return null;
  const standing = { country, optOuts: stopped, consents: agreed };
  return mayTrack({ scope: 'all', purpose: 'marketing', isPersonal: false, ...standing }) ? 'on' : 'off';
}

const isWish = (link: LinkToken | null): link is WishLink =>
  link !== null && (link.kind === 'unsubscribe' || link.kind === 'preferences');

/**
 * Counts by token, not by address: a big mail provider sends the one-clicks of all its users from a few addresses.
 * Only what bears no token of ours is counted by where it comes from.
 */
function limiter(scope: FastifyInstance, deps: AppDeps) {
  return scope.rateLimit({
    max: PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: (request) => {
      const { token = '' } = request.params as { token?: string };
      return deps.links.verify(token) === null ? `from ${request.ip}` : `token ${token}`;
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too-many-requests', 'Too many requests with this link.', [], {
        'retry-after': String(Math.ceil(ttl / 1_000)),
      }),
  });
}
