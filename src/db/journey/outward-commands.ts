import { ID_PREFIX } from '../../domain/ids.js';
import type { Command } from '../../domain/journey/commands.js';
import { STOPPED_EVENT } from '../../domain/journey/hear.js';
import { listenerOf } from '../../domain/people/receivers.js';
import { insertEvent, wakeJourneys } from '../event-rows.js';
import type { Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import { readPeople } from '../people/read-people.js';
import { createNotice } from '../robots/create-notice.js';
import { insertJourney } from '../starts.js';
import { type ApplyContext, idIn, renderLine, staffData } from './apply-context.js';
import { readTemplateMoment } from './message-facts.js';

/*
 * Commands whose effect is not on our own records: other definitions, webhooks, messages to staff. What leaves the
 * system is a row of `deliveries`, written here and delivered after the commit, so that it happens if and only if the
 * decision stands.
 */

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Another definition begins for the same contact or deal; a refusal is recorded like any other's. */
export async function startOther(context: ApplyContext, { definitionId }: CommandOf<'start'>): Promise<void> {
  const { tx, parts, journeyId, contactId, facts, now } = context;
  await insertJourney(tx, parts.programs, parts.deployment, {
    definitionId,
    contactId,
    dealId: idIn(facts.deal),
    by: `journey:${journeyId}`,
    eventId: null,
    stage: null,
    now,
  });
}

/** The contact's open journeys of a definition hear that they are over; no other journey does. */
export async function stopOther(context: ApplyContext, { definitionId }: CommandOf<'stop'>): Promise<void> {
  const { tx, journeyId, contactId, now } = context;
  const open = await tx.journey.findMany({
    where: { definitionId, contactId, status: 'open', NOT: { id: journeyId } },
    select: { id: true },
  });
  for (const { id } of open) {
    const event = await insertEvent(tx, {
      type: STOPPED_EVENT,
      at: now.virtual,
      contactId,
      journeyId: id,
      fields: { byJourney: journeyId },
      source: `journey:${journeyId}`,
      now,
    });
    if (event !== null) await wakeJourneys(tx, event, { now, whatever: true });
  }
}

/** A message to staff: a notice on their desk, and a mail to their address. */
export async function notifyStaff(context: ApplyContext, command: CommandOf<'notify'>): Promise<void> {
  if (command.to.startsWith(ROBOT)) return await tellRobot(context, command);
  const { tx, parts, journeyId, facts, now } = context;
  const userId = listenerOf(await readPeople(tx), command.to, idIn(facts.owner), now.virtual);
  const user = userId === null ? null : await tx.user.findUnique({ where: { id: userId } });
  if (user === null) return await deliver(context, command, 'staff-mail', {}, 'no-receiver');
  const rendered = await parts.renderer.render({
    template: command.template,
    language: user.language,
    timezone: user.timezone ?? parts.deployment.zone,
    versions: await readTemplateMoment(tx, journeyId),
    data: staffData(context),
  });
  if (!rendered.ok) return await deliver(context, command, 'staff-mail', { to: user.id }, rendered.code);
  const { subject, html, text } = rendered;
  await createNotice(tx, { userId: user.id, kind: 'message', journeyId, title: subject, text, at: command.at });
  await deliver(context, command, 'staff-mail', { to: user.email, name: user.name, subject, html, text }, null);
}

const ROBOT = `${ID_PREFIX.robot}_`;

/** A message to a room, which its robot says. It is nobody's notice; in the language of whose robot it is. */
async function tellRobot(context: ApplyContext, command: CommandOf<'notify'>): Promise<void> {
  const { tx, parts, journeyId } = context;
  const robot = await tx.robot.findUnique({
    where: { id: command.to },
    select: { id: true, user: { select: { language: true, timezone: true } } },
  });
  if (robot === null) return await deliver(context, command, 'robot', {}, 'no-receiver');
  const language = robot.user?.language ?? parts.deployment.language;
  const rendered = await parts.renderer.render({
    template: command.template,
    language,
    timezone: robot.user?.timezone ?? parts.deployment.zone,
    versions: await readTemplateMoment(tx, journeyId),
    data: staffData(context),
  });
  if (!rendered.ok) return await deliver(context, command, 'robot', {}, rendered.code);
  const { subject: title, text } = rendered;
  const said = { notice: 'message', language, title, text, path: `/journeys/${journeyId}` };
  await deliver(context, command, 'robot', { robotId: robot.id, ...said }, null);
}

/** A webhook's call, with the body as it is now. Texts of the body may use Handlebars. */
export async function writeWebhook(context: ApplyContext, command: CommandOf<'webhook'>): Promise<void> {
  const { url, method, body, secret } = command;
  const content = {
    url,
    method: method ?? 'POST',
    body: body === undefined ? whatHappened(context, command) : await filledIn(context, body),
    ...(secret === undefined ? {} : { secret }),
  };
  await deliver(context, command, 'webhook', content, null);
}

/** The body of a webhook that says none. */
const whatHappened = (
  { journeyId, contactId, program, state, facts }: ApplyContext,
  { stepId, at }: CommandOf<'webhook'>,
) => ({
  type: 'journey.step',
  timestamp: new Date(at).toISOString(),
  data: {
    journeyId,
    definition: program.definition.id,
    stage: state.stage,
    step: stepId,
    contactId,
    dealId: idIn(facts.deal),
  },
});

async function filledIn(context: ApplyContext, value: unknown): Promise<unknown> {
  if (typeof value === 'string') return await renderLine(context, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return await Promise.all(value.map((item) => filledIn(context, item)));
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await filledIn(context, inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function deliver(
  { tx, journeyId, now }: ApplyContext,
  { stepId, occurrence, at }: CommandOf<'webhook'> | CommandOf<'notify'>,
  kind: 'webhook' | 'staff-mail' | 'robot',
  content: { readonly [key: string]: unknown },
  error: string | null,
): Promise<void> {
  await tx.delivery.create({
    data: {
      id: newId('delivery'),
      kind,
      journeyId,
      stepId,
      occurrence,
      host: hostOf(content['url']),
      state: error === null ? 'waiting' : 'failed',
      content: content as Prisma.InputJsonObject,
      at: new Date(at),
      realDueAt: new Date(now.real),
      error,
    },
  });
}

/** Whose share of the worker a webhook takes: host and port. What is no address is tried, and says so. */
const hostOf = (url: unknown): string => (typeof url === 'string' && URL.canParse(url) ? new URL(url).host : '');
