import { isValidZone } from '../../domain/calendar/zone.js';
import { explainCode } from '../../domain/errors.js';
import { DAY, formatInstant, parseInstant } from '../../domain/instant.js';
import { parseEmailAddress } from '../../domain/mail-address.js';
import type { NewAbsence } from '../../domain/people/rules.js';
import type { Result } from '../../domain/result.js';
import { sourceOf } from '../auth/actor.js';
import { hashSecret, newSecret } from '../auth/secrets.js';
import { getLeaving, leaveUser, previewLeaving } from '../contracts/leaving.js';
import { createTeam, listTeams, updateTeam } from '../contracts/teams.js';
import {
  createUser,
  endAbsence,
  endMyAbsence,
  getUser,
  inviteUser,
  listUsers,
  setAbsence,
  setMyAbsence,
  updateUser,
} from '../contracts/users.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';
import type { Writer } from '../store-ports.js';

const INVITATION_MS = 7 * DAY;

/** Users and teams. What may be done to them is in src/domain/people/rules.ts. */
export function peopleRoutes(routes: Routes, deps: AppDeps): void {
  userRoutes(routes, deps);
  absenceRoutes(routes, deps);
  leavingRoutes(routes, deps);
  teamRoutes(routes, deps);
}

export const writerOf = async (deps: AppDeps, { actor }: Pick<Context, 'actor'>): Promise<Writer> => ({
  actorId: actor.user.userId,
  at: await deps.engine.now(),
});

function userRoutes(routes: Routes, deps: AppDeps): void {
  const { people } = deps.stores;

  routes.on(listUsers, async ({ query }) => {
    const { role, active, q } = query;
    const filter = { role, q, active: active === undefined ? undefined : active === 'true' };
    return toPage(await people.list(filter, pageRequest(query, 'users'), await deps.engine.now()), 'users');
  });

  routes.on(getUser, async ({ params }) =>
    found(await people.get(params.id, await deps.engine.now()), 'user', params.id),
  );

  routes.on(createUser, async ({ body, actor, request }) => {
    checkFields(deps, body);
    const { token, until, hash } = newInvitation(deps);
    const user = done(await people.create(body, { hash, until }, await writerOf(deps, { actor })));
    return { user, invitation: { url: invitationUrl(deps, request, token), until: formatInstant(until) } };
  });

  routes.on(updateUser, async ({ params, body, actor }) => {
    checkFields(deps, body);
    return done(found(await people.update(params.id, body, await writerOf(deps, { actor })), 'user', params.id));
  });

  routes.on(inviteUser, async ({ params, actor, request }) => {
    const { token, until, hash } = newInvitation(deps);
    const writer = await writerOf(deps, { actor });
    done(found(await people.invite(params.id, { hash, until }, writer), 'user', params.id));
    return { url: invitationUrl(deps, request, token), until: formatInstant(until) };
  });
}

function newInvitation({ realNow }: AppDeps) {
  const token = newSecret();
  return { token, hash: hashSecret(token), until: realNow() + INVITATION_MS };
}

/** The token is behind the `#`, which no server and no log sees. */
function invitationUrl({ publicUrl }: AppDeps, request: Context['request'], token: string): string {
  const base = publicUrl ?? `${request.protocol}://${request.headers.host ?? '127.0.0.1'}`;
  return `${new URL('/invitation', base).toString()}#${token}`;
}

function absenceRoutes(routes: Routes, deps: AppDeps): void {
  const { people } = deps.stores;
  type Body = { readonly from?: string | undefined; readonly to: string | null; readonly deputyId: string | null };

  const absent = async (id: string, body: Body, writer: Writer) =>
    done(found(await people.setAbsence(id, absenceOf(body, writer), writer), 'user', id));
  const back = async (id: string, writer: Writer) => done(found(await people.endAbsence(id, writer), 'user', id));

  /** Ops for everybody, a manager for the people in their charge. */
  async function mayFor(id: string, { user }: Context['actor']): Promise<void> {
    found(await people.get(id, await deps.engine.now()), 'user', id);
    if (user.role !== 'ops' && !(await people.isBelow(id, user.userId)))
      throw new Problem('forbidden', 'A manager does this for the people in their charge; ask ops for others.');
  }

  routes.on(setAbsence, async ({ params, body, actor }) => {
    await mayFor(params.id, actor);
    return await absent(params.id, body, await writerOf(deps, { actor }));
  });
  routes.on(endAbsence, async ({ params, actor }) => {
    await mayFor(params.id, actor);
    return await back(params.id, await writerOf(deps, { actor }));
  });
  routes.on(setMyAbsence, async ({ body, actor }) => absent(actor.user.userId, body, await writerOf(deps, { actor })));
  routes.on(endMyAbsence, async ({ actor }) => back(actor.user.userId, await writerOf(deps, { actor })));
}

const absenceOf = (
  { from, to, deputyId }: { from?: string | undefined; to: string | null; deputyId: string | null },
  { at }: Writer,
): NewAbsence => ({
  from: from === undefined ? at : (parseInstant(from) ?? at),
  to: to === null ? null : (parseInstant(to) ?? null),
  deputyId,
});

function leavingRoutes(routes: Routes, deps: AppDeps): void {
  const { leaving } = deps.stores;
  routes.on(previewLeaving, async ({ params, body }) =>
    done(found(await leaving.preview(params.id, body.to, await deps.engine.now()), 'user', params.id)),
  );
  routes.on(leaveUser, async ({ params, body, actor, onceId }) => {
    const { to: target, reason, requestId = onceId } = body;
    const asked = { target, reason, requestId, source: sourceOf(actor) };
    return done(found(await leaving.begin(params.id, asked, await writerOf(deps, { actor })), 'user', params.id));
  });
  routes.on(getLeaving, async ({ params }) => {
    const view = await leaving.get(params.id);
    if (view === null) throw new Problem('not-found', `The user ${params.id} has not left.`);
    return view;
  });
}

function teamRoutes(routes: Routes, deps: AppDeps): void {
  const { teams } = deps.stores;
  routes.on(listTeams, async () => ({ data: [...(await teams.list(await deps.engine.now()))] }));
  routes.on(createTeam, async ({ body, actor }) => done(await teams.create(body, await writerOf(deps, { actor }))));
  routes.on(updateTeam, async ({ params, body, actor }) =>
    done(found(await teams.update(params.id, body, await writerOf(deps, { actor })), 'team', params.id)),
  );
}

/** What no schema can say of a field: whether it is an address, a zone, or a calendar of this deployment. */
export function checkFields(
  deps: AppDeps,
  fields: {
    readonly email?: string | undefined;
    readonly timezone?: string | null | undefined;
    readonly calendar?: string | null | undefined;
  },
  addressAt = '/email',
): void {
  const { email, timezone, calendar } = fields;
  if (email !== undefined && !parseEmailAddress(email).ok) throw misfit('bad-address', addressAt);
  if (typeof timezone === 'string' && !isValidZone(timezone)) throw misfit('unknown-zone', '/timezone');
  if (typeof calendar === 'string' && !deps.simulation.deployment.calendars.has(calendar))
    throw misfit('no-such-calendar', '/calendar');
}

/** Which part of a body a refusal is about. */
const POINTERS: { readonly [code: string]: string } = {
  'user-email-taken': '/email',
  'unknown-manager': '/managerId',
  'manager-cycle': '/managerId',
  'own-role': '/role',
  'own-account': '/active',
  'unknown-deputy': '/deputyId',
  'own-deputy': '/deputyId',
  'deputy-away': '/deputyId',
  'bad-absence': '/to',
  'unknown-member': '/members',
  'team-taken': '/id',
  'unknown-owner': '/ownerId',
  'unknown-successor': '/to/userId',
  'unknown-team': '/to/teamId',
  'no-successor': '/to',
};

/** What was written, or the refusal as a problem. */
function done<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw misfit(result.error, POINTERS[result.error]);
}

export function misfit(code: string, pointer: string | undefined): Problem {
  const { title, help } = explainCode(code) ?? { title: code, help: '' };
  return new Problem(code, `${title}. ${help}`, pointer === undefined ? [] : [{ pointer, code, message: title }]);
}
