import { readWallTime } from '../../domain/appointment/wall-time.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { cancelAppointment, checkAppointment, getAppointment, makeAppointment } from '../contracts/appointments.js';
import type { AppDeps } from '../deps.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { AppointmentRefusal, Scope } from '../store-ports.js';

/** Who may do a task may say when: the scope is the rule. */
export function appointmentRoutes(routes: Routes, deps: AppDeps): void {
  const { tasks, appointments } = deps.stores;
  const now = () => deps.engine.now();
  const mayAct = async (scope: Scope, id: string) => found(await tasks.get(scope, id, await now()), 'task', id);
  const spanOf = async (body: Wanted, id: string, userId: string) => {
    const zone = body.zone ?? (await appointments.zoneOf(id, userId));
    const begins = instantOf(body.begins, zone, '/begins');
    const ends = instantOf(body.ends, zone, '/ends');
    if (ends <= begins) throw refusal('ends-first');
    return { begins, ends, zone };
  };

  routes.on(getAppointment, async ({ params, scope, actor }) => {
    await mayAct(scope, params.id);
    const zone = await appointments.zoneOf(params.id, actor.user.userId);
    return { appointment: await appointments.get(params.id), zone };
  });

  routes.on(checkAppointment, async ({ params, body, scope, actor }) => {
    await mayAct(scope, params.id);
    const span = await spanOf(body, params.id, actor.user.userId);
    const cautions = await appointments.cautions(params.id, span);
    return {
      begins: formatInstant(span.begins),
      ends: formatInstant(span.ends),
      zone: span.zone,
      cautions: [...cautions],
    };
  });

  routes.on(makeAppointment, async ({ params, body, scope, actor }) => {
    await mayAct(scope, params.id);
    const span = await spanOf(body, params.id, actor.user.userId);
    const { place = null, title = null, words = null, invites } = body;
    const arrangement = { ...span, place, title, words: words === '' ? null : words, invites };
    const by = { actorId: actor.user.userId, at: await now() };
    const cautions = await appointments.cautions(params.id, span);
    const made = await appointments.make(params.id, arrangement, by);
    if (!made.ok) throw refusal(made.error);
    return { ...made.value, cautions: [...cautions] };
  });

  routes.on(cancelAppointment, async ({ params, scope, actor }) => {
    await mayAct(scope, params.id);
    const cancelled = await appointments.cancel(params.id, { actorId: actor.user.userId, at: await now() });
    return { appointment: cancelled };
  });
}

interface Wanted {
  readonly begins: string;
  readonly ends: string;
  readonly zone?: string | undefined;
}

function instantOf(text: string, zone: string, pointer: string): Instant {
  const at = readWallTime(text, zone);
  if (at.ok) return at.value;
  const code = at.error === 'malformed' ? 'invalid' : at.error;
  const detail =
    at.error === 'malformed'
      ? `"${text}" is no time of a day; expected one like 2027-01-04T09:30.`
      : `The clocks of ${zone} never show ${text}: they are put forward over it.`;
  throw new Problem(code, detail, [{ pointer, code, message: detail }]);
}

const REFUSALS: {
  readonly [code in AppointmentRefusal | 'ends-first']: readonly [pointer: string | null, detail: string];
} = {
  'task-closed': [null, 'The task is closed already; only an open one has an appointment to make or move.'],
  'no-appointment-kind': [null, 'Only a visit, a meeting or a call has an appointment.'],
  'past-due': ['/begins', 'The appointment would have begun already.'],
  'ends-first': ['/ends', 'The appointment would end before it begins.'],
  'cannot-invite': [
    '/invites',
    'The task belongs to no journey of a contact, so there is nobody to invite; make it without.',
  ],
};

function refusal(code: keyof typeof REFUSALS): Problem {
  const [pointer, detail] = REFUSALS[code];
  return new Problem(code, detail, pointer === null ? [] : [{ pointer, code, message: detail }]);
}
