import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { scopeOf } from './auth/actor.js';
import { authenticate, notSignedIn } from './auth/authenticate.js';
import { checkHost, checkSameSite } from './auth/same-site.js';
import { CONTRACTS, type OperationId } from './contracts/all.js';
import type { AppDeps } from './deps.js';
import { docsUi } from './docs-ui.js';
import { handleErrors } from './http/error-handler.js';
import { tagAnswers } from './http/etag.js';
import { DEFAULT_BODY_LIMIT, REQUEST_MS } from './http/limits.js';
import { answerOnce } from './http/once.js';
import { Problem } from './http/problem.js';
import { limitRates } from './http/rate-limit.js';
import { Routes } from './http/routes.js';
import { useZod } from './http/zod-provider.js';
import { Metrics } from './metrics.js';
import { openapiDocument, useOpenapi } from './openapi.js';
import { pageAnswer, pageFiles } from './page/serve-page.js';
import { POLICY, rolesFor } from './policy.js';
import { publicFormRoutes } from './public/forms/routes.js';
import { publicLinkRoutes } from './public/routes.js';
import { accessRoutes } from './routes/access.js';
import { appointmentRoutes } from './routes/appointments.js';
import { bulkRoutes } from './routes/bulks.js';
import { campaignFileRoutes, takeLists } from './routes/campaign-files.js';
import { campaignHistoryRoutes } from './routes/campaign-history.js';
import { campaignLookRoutes } from './routes/campaign-looks.js';
import { campaignResultRoutes } from './routes/campaign-results.js';
import { campaignRoutes } from './routes/campaigns.js';
import { careRoutes } from './routes/care.js';
import { contactRoutes } from './routes/contacts.js';
import { dealRoutes } from './routes/deals.js';
import { definitionRoutes } from './routes/definitions.js';
import { enrolmentRoutes } from './routes/enrolments.js';
import { erasureRoutes } from './routes/erasure.js';
import { eventRoutes } from './routes/events.js';
import { explanationRoutes } from './routes/explanations.js';
import { formRoutes } from './routes/forms.js';
import { inboxRoutes } from './routes/inbox.js';
import { incomingMailRoutes } from './routes/incoming-mails.js';
import { journeyRoutes } from './routes/journeys.js';
import { mailEventRoutes, takeSignedBodies } from './routes/mail-events.js';
import { mailboxRoutes } from './routes/mailboxes.js';
import { messageRoutes } from './routes/messages.js';
import { noticeRoutes } from './routes/notices.js';
import { overviewRoutes } from './routes/overview.js';
import { peopleRoutes } from './routes/people.js';
import { policyRoutes } from './routes/policy.js';
import { poolRoutes } from './routes/pools.js';
import { recordRoutes } from './routes/records.js';
import { returnVisitRoutes } from './routes/return-visits.js';
import { robotRoutes } from './routes/robots.js';
import { segmentRoutes } from './routes/segments.js';
import { simulationRoutes } from './routes/simulations.js';
import { smsRoutes } from './routes/sms.js';
import { systemRoutes } from './routes/system.js';
import { taskRoutes } from './routes/tasks.js';
import { templateRoutes } from './routes/templates.js';
import { streamRoutes } from './stream/routes.js';

const LOGINS_PER_MINUTE = 20;
/** The token of a link that leads on holds where to; contracts say how long each other parameter may be. */
const LONGEST_PARAM = 2_000;
/** Hashing a password is slow by design, and guessing one must be slower. */
const TAKES_PASSWORDS: ReadonlySet<string> = new Set<OperationId>(['login', 'acceptInvitation', 'changePassword']);

/** The API, complete and ready for `inject()` or `listen()`. Opens no port. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    // Only a proxy on the same network may say who the client is; embedded there is none.
    trustProxy: deps.mode === 'external' ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    genReqId: requestIdOf,
    // Logged by operation on failure; a line for every request would hold what people searched for.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: LONGEST_PARAM },
    return503OnClosing: true,
  });
  app.removeContentTypeParser('text/plain');
  useZod(app);
  handleErrors(app, deps, methodsAt, (request, reply) => pageAnswer(deps.pageFolder ?? null, request, reply));
  app.decorateRequest('actor', null);
  app.decorateRequest('scope', null);
  refuseRoutesWithoutPolicy(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    checkHost(request, deps);
  });
  correlate(app, deps);
  await app.register(cookie);
  await app.register(helmet, {
    strictTransportSecurity: deps.publicUrl?.startsWith('https:') ?? false,
    // JSON is no page: nothing in it may load or be framed. What is a page says what it may, each for itself.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  limitRates(app, deps, (request) => admit(request, deps));
  answerOnce(app, deps);
  tagAnswers(app);
  await limitLogins(app, deps);
  const metrics = new Metrics(deps);
  metrics.watch(app);
  await useOpenapi(app);
  await registerRoutes(app, deps, metrics);
  await app.ready();
  return app;
}

/** A caller's own id, if it is one and nothing else, so that their log and ours meet; else a new one. */
function requestIdOf({
  headers,
}: {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given)
    ? given
    : `req_${randomBytes(9).toString('base64url')}`;
}

/** What a request writes bears its id, and what it changed is a line of the log: which operation, not of whom. */
function correlate(app: FastifyInstance, { correlate: run }: AppDeps): void {
  if (run !== undefined) app.addHook('preHandler', (request, _reply, done) => run(request.id, done));
  app.addHook('onResponse', async (request, reply) => {
    const { operationId } = request.routeOptions.config;
    if (request.method === 'GET' || request.method === 'HEAD' || operationId === undefined) return;
    const ms = Math.round(reply.elapsedTime);
    request.log.info(
      { operation: operationId, status: reply.statusCode, actor: request.actor?.user.userId, ms },
      'done',
    );
  });
}

async function registerRoutes(app: FastifyInstance, deps: AppDeps, metrics: Metrics): Promise<void> {
  const routes = new Routes(app);
  accessRoutes(routes, deps);
  contactRoutes(routes, deps);
  dealRoutes(routes, deps);
  definitionRoutes(routes, deps);
  segmentRoutes(routes, deps);
  simulationRoutes(routes, deps);
  journeyRoutes(routes, deps);
  bulkRoutes(routes, deps);
  campaignRoutes(routes, deps);
  campaignHistoryRoutes(routes, deps);
  campaignLookRoutes(routes, deps);
  campaignResultRoutes(routes, deps);
  enrolmentRoutes(routes, deps);
  explanationRoutes(routes, deps);
  taskRoutes(routes, deps);
  templateRoutes(routes, deps);
  appointmentRoutes(routes, deps);
  careRoutes(routes, deps);
  returnVisitRoutes(routes, deps);
  poolRoutes(routes, deps);
  eventRoutes(routes, deps);
  formRoutes(routes, deps);
  erasureRoutes(routes, deps);
  smsRoutes(routes, deps);
  robotRoutes(routes, deps);
  policyRoutes(routes, deps);
  messageRoutes(routes, deps);
  incomingMailRoutes(routes, deps);
  inboxRoutes(routes, deps);
  noticeRoutes(routes, deps);
  overviewRoutes(routes, deps);
  recordRoutes(routes, deps);
  peopleRoutes(routes, deps);
  mailboxRoutes(routes, deps);
  systemRoutes(routes, deps, metrics, () => openapiDocument(app));
  streamRoutes(routes, app, deps);
  await app.register((scope, _options, done) => {
    publicLinkRoutes(routes.within(scope), scope, deps);
    done();
  });
  await publicFormRoutes(routes, app, deps);
  await app.register((scope, _options, done) => {
    takeSignedBodies(scope);
    mailEventRoutes(routes, routes.within(scope), deps, metrics);
    done();
  });
  await app.register((scope, _options, done) => {
    takeLists(scope);
    campaignFileRoutes(routes.within(scope), deps);
    done();
  });
  routes.assertComplete();
  docsUi(app);
  await pageFiles(app, deps.pageFolder ?? null);
}

/** Lets a request in whose sender may do what it asks; leaves who that is on the request. */
async function admit(request: FastifyRequest, deps: AppDeps): Promise<void> {
  const { operationId, docs } = request.routeOptions.config;
  if (request.is404 || docs === true) return;
  const access = operationId === undefined ? undefined : POLICY[operationId];
  if (access === undefined) throw new Problem('forbidden', 'No rule allows this.');
  const roles = rolesFor(access, deps.mode === 'embedded');
  if (roles === null) return;
  const actor = await authenticate(request, deps);
  if (actor === null) throw notSignedIn();
  if (actor.via === 'session') checkSameSite(request, deps, true);
  if (!roles.includes(actor.user.role))
    throw new Problem('forbidden', `The role ${actor.user.role} may not do this; it takes ${roles.join(', ')}.`);
  request.actor = actor;
  request.scope = await scopeOf(actor, deps.stores.people, deps.engine.now);
}

/** Makes registering a route throw that the policy table has no row for. */
export function refuseRoutesWithoutPolicy(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    const { operationId, docs } = config ?? {};
    if (docs === true || (operationId !== undefined && Object.hasOwn(POLICY, operationId))) return;
    throw new Error(`the route ${String(method)} ${url} has no row in src/api/policy.ts; expected who may use it`);
  });
}

async function limitLogins(app: FastifyInstance, deps: AppDeps): Promise<void> {
  await app.register(rateLimit, { global: false, hook: 'onRequest' });
  const limit = { max: deps.loginsPerMinute ?? LOGINS_PER_MINUTE, timeWindow: 60_000 };
  app.addHook('onRoute', (route) => {
    if (!TAKES_PASSWORDS.has(route.config?.operationId ?? '')) return;
    const guard = app.rateLimit({
      ...limit,
      errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1_000)),
    });
    route.onRequest = [guard];
  });
}

const tooMany = (seconds: number): Problem =>
  new Problem('too-many-requests', `Too many logins from here; try again in ${seconds} s.`, [], {
    'retry-after': String(seconds),
  });

/** The methods that some operation takes at a path; none if no operation is there. */
function methodsAt(path: string): readonly string[] {
  const parts = path.split('/');
  const methods = Object.values(CONTRACTS)
    .filter((contract) => {
      const pattern = contract.path.split('/');
      return (
        pattern.length === parts.length &&
        pattern.every((part, i) => (part.startsWith(':') ? parts[i] !== '' : part === parts[i]))
      );
    })
    .map((contract) => contract.method);
  return [...new Set(methods)].sort();
}
