import { isValidZone } from '../domain/calendar/zone.js';
import { journeyIn } from '../domain/definition/campaign-journey.js';
import type { Step } from '../domain/definition/definition.js';
import { messageSteps } from '../domain/definition/lint-templates.js';
import type { Facts } from '../domain/journey/facts.js';
import { covers } from '../domain/journey/gate.js';
import { zoneOf } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import { templateData } from '../domain/journey/template-data.js';
import { markedSubject } from '../domain/law/subject-mark.js';
import { inventedRecords } from '../domain/simulate/invented.js';
import { sampleSubject } from '../domain/simulate/sample-subject.js';
import type { Answer, Parsed } from './contracts/contract.js';
import type { previewTemplate } from './contracts/templates.js';
import type { AppDeps } from './deps.js';
import { found, Problem } from './http/problem.js';
import type { Scope } from './store-ports.js';
import type { Standing, TemplateFileEntry } from './template-ports.js';
import type { DefinitionInUse } from './template-uses.js';

type Body = Parsed<typeof previewTemplate>['body'];
type Preview = Answer<typeof previewTemplate>;

/** Gmail hides what of the HTML comes after so many bytes behind a link. */
export const CLIPS_AT = 102 * 1024;

/** For whom a mail is looked at, and what it is made of. */
interface Reader {
  readonly records: Pick<Facts, 'contact' | 'account' | 'deal' | 'owner' | 'answers'>;
  readonly steps: Standing['state']['steps'];
  readonly definition: Program['definition'] | null;
  readonly facts: Facts | null;
  readonly consents: readonly string[];
  readonly contact: Preview['contact'];
  readonly journey: Preview['journey'];
}

/** Makes a mail for whoever it is looked at for. Nobody sees one for a contact that is outside of their scope. */
export async function previewOf(
  deps: AppDeps,
  scope: Scope,
  body: Body,
  shown: { readonly entry: TemplateFileEntry; readonly template: string; readonly inUse: readonly DefinitionInUse[] },
): Promise<Omit<Preview, 'problems'>> {
  const { entry, template, inUse } = shown;
  const users = inUse.filter(({ uses }) => uses.some((use) => use.template === template));
  const locale = body.locale ?? entry.locale;
  const reader = await readerOf(deps, scope, body, users, locale);
  const step = stepWith(reader.definition, template);
  const changed = body.source === undefined ? null : { file: entry.file, source: body.source };
  return {
    template,
    ...(await mailFor(deps, reader, { template, step, locale, changed })),
    ...{ contact: reader.contact, journey: reader.journey },
  };
}

interface MailWanted {
  readonly template: string;
  /** Whose message it is; null: nobody's. */
  readonly step: Step | null;
  readonly locale: string | null;
  /** A file as it is instead of what is published. */
  readonly changed: { readonly file: string; readonly source: string } | null;
}

/** The mail as this reader would get it. */
export async function mailFor(
  deps: AppDeps,
  reader: Reader,
  { template, step, locale, changed }: MailWanted,
): Promise<Omit<Preview, 'problems' | 'template' | 'contact' | 'journey'>> {
  const { deployment } = deps.simulation;
  const { contact } = reader.records;
  const program = { definition: reader.definition ?? { variables: {} } };
  const { links: _, ...data } = templateData({
    ...{ program, facts: reader.records, state: { steps: reader.steps } },
    ...{ company: deployment.policy.company, links: {} },
  });
  const mail = await deps.templates.preview({
    template,
    changed,
    locale,
    language: text(contact['language']),
    timezone: zoneFor(deps, reader),
    data,
    isForStaff: step?.action === 'notify',
  });
  if (mail === 'too-slow') throw tooSlow();
  return {
    ...mail,
    missing: [...mail.missing],
    subject: mail.subject === null ? null : marked(mail.subject, mail.locale ?? '', reader, step),
    size: mail.size === null ? null : { ...mail.size, clipsAt: CLIPS_AT },
  };
}

/** A contact, or somebody made up, whom a definition that isn't published writes to. */
export async function readerOfDraft(
  deps: AppDeps,
  scope: Scope,
  definition: Program['definition'],
  { contactId, locale }: { readonly contactId: string | undefined; readonly locale: string | null },
): Promise<Reader> {
  const now = await deps.engine.now();
  const subject =
    contactId === undefined
      ? sampleSubject(deps.fields, locale, now)
      : await deps.stores.contacts.subject(scope, contactId);
  if (subject === null) throw unknownContact();
  const records = { ...inventedRecords(subject, now), answers: {} };
  const contact = contactId === undefined ? null : { id: contactId, name: text(records.contact['name']) ?? '' };
  return { records, steps: {}, definition, facts: null, consents: subject.consents, contact, journey: null };
}

export const tooSlow = (): Problem =>
  new Problem('template-too-slow', 'The template took too long to read, or too many are being read now.');

const unknownContact = (): Problem =>
  new Problem('unknown-contact', 'There is no such contact, or it is not yours.', [
    { pointer: '/contactId', code: 'unknown-contact', message: 'expected the id of a contact that exists' },
  ]);

/** Whose mail it is: of a journey, of a contact in or without one, or of somebody made up. */
async function readerOf(
  deps: AppDeps,
  scope: Scope,
  { journeyId, contactId }: Body,
  users: readonly DefinitionInUse[],
  locale: string | null,
): Promise<Reader> {
  const { templates, contacts } = deps.stores;
  const now = await deps.engine.now();
  if (journeyId !== undefined) {
    const standing = found(await templates.standing(scope, journeyId), 'journey', journeyId);
    if (contactId !== undefined && contactId !== standing.contactId)
      throw new Problem('invalid', 'The journey is another contact’s.', [
        { pointer: '/journeyId', code: 'invalid', message: 'expected a journey of the contact' },
      ]);
    return await inJourney(deps, scope, standing);
  }
  if (contactId === undefined) {
    const subject = sampleSubject(deps.fields, locale, now);
    return { ...withoutJourney(inventedRecords(subject, now), users), consents: subject.consents, contact: null };
  }
  const subject = await contacts.subject(scope, contactId);
  if (subject === null) throw unknownContact();
  const open = await templates.openJourney(scope, contactId, [...new Set(users.map(({ id }) => id))]);
  const standing = open === null ? null : await templates.standing(scope, open);
  if (standing !== null) return await inJourney(deps, scope, standing);
  const records = inventedRecords(subject, now);
  const contact = { id: contactId, name: text(records.contact['name']) ?? '' };
  return { ...withoutJourney(records, users), consents: subject.consents, contact };
}

async function inJourney({ stores }: AppDeps, scope: Scope, standing: Standing): Promise<Reader> {
  const { journeyId, contactId, contactName, program, facts, state } = standing;
  const subject = await stores.contacts.subject(scope, contactId);
  return {
    ...{ records: facts, steps: state.steps, definition: program.definition, facts },
    consents: subject?.consents ?? [],
    contact: { id: contactId, name: contactName },
    journey: { id: journeyId, definition: program.definition.id },
  };
}

/** The constants are those of the first definition that says the template. */
function withoutJourney(
  records: Pick<Facts, 'contact' | 'account' | 'deal' | 'owner'>,
  users: readonly DefinitionInUse[],
): Pick<Reader, 'records' | 'steps' | 'definition' | 'facts' | 'journey'> {
  const used = users.find(({ current }) => current)?.parsed.definition ?? users[0]?.parsed.definition ?? null;
  const definition = used === null ? null : journeyIn(used);
  return { records: { ...records, answers: {} }, steps: {}, definition, facts: null, journey: null };
}

const stepWith = (definition: Program['definition'] | null, template: string): Step | null =>
  definition === null
    ? null
    : (messageSteps(definition).find(({ message }) => message.template === template)?.step ?? null);

function zoneFor({ simulation: { deployment } }: AppDeps, { definition, facts, records }: Reader): string {
  if (definition !== null && facts !== null) return zoneOf(definition, facts, deployment);
  if (definition?.timezone !== undefined && definition.timezone !== 'contact') return definition.timezone;
  const own = text(records.contact['timezone']);
  return own !== null && isValidZone(own) ? own : deployment.zone;
}

/** As the law of the contact's country wants it of advertising. */
function marked(subject: string, locale: string, { records, consents }: Reader, step: Step | null): string {
  if (step?.action !== 'email') return subject;
  const { purpose, topic = null } = step.email;
  const country = text(records.contact['country']);
  return markedSubject(subject, { country, purpose, locale, agreed: covers(consents, topic) });
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
