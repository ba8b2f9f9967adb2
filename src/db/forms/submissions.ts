import type { FormSubmissionView } from '../../api/contracts/forms.js';
import type { PageRequest, Rows, Scope } from '../../api/store-ports.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import type { Instant } from '../../domain/instant.js';
import { pickText } from '../../domain/text.js';
import type { Db } from '../client.js';
import { inScope } from '../journey-scope.js';
import { cutPage, iso, mapOf, textAt } from '../paging.js';
import { LAPSES_AFTER, sourceOfForm } from './consents.js';

interface SubmissionFilter {
  readonly form?: string | undefined;
  readonly campaign?: string | undefined;
}

/** What was sent by forms, newest first, each with what became of its consent. */
export async function listSubmissions(
  db: Db,
  scope: Scope,
  filter: SubmissionFilter,
  { after, limit }: PageRequest,
  now: Instant,
): Promise<Rows<FormSubmissionView>> {
  const before = textAt(after);
  const rows = await db.formSubmission.findMany({
    where: {
      ...(filter.form === undefined ? {} : { formId: filter.form }),
      ...(filter.campaign === undefined ? {} : { campaignId: filter.campaign }),
      ...(before === null ? {} : { id: { lt: before } }),
      ...(scope.type === 'all' ? {} : { contact: { ownerId: inScope(scope) } }),
    },
    include: { contact: { select: { name: true } } },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const consentOf = await consentsOf(
    db,
    rows.filter(({ agreed }) => agreed),
    now,
  );
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({
      ...{ id: row.id, formId: row.formId, version: row.formVersion, at: iso(row.at), isNew: row.isNew },
      contact: { id: row.contactId, name: row.contact.name },
      ...{ campaignId: row.campaignId, language: row.language, agreed: row.agreed, differs: row.differs },
      consent: row.agreed ? consentOf(row) : null,
      answers: mapOf(row.answers) as FormSubmissionView['answers'],
    }),
  );
}

interface Agreed {
  readonly formId: string;
  readonly formVersion: number;
  readonly contactId: string;
  readonly language: string;
  readonly at: Date;
}

type Consent = FormSubmissionView['consent'];

/** The words are those of the version that showed them; what became of them stands in the rows of the same instant. */
async function consentsOf(db: Db, rows: readonly Agreed[], now: Instant): Promise<(row: Agreed) => Consent> {
  if (rows.length === 0) return () => null;
  const ofThem = { contactId: { in: rows.map(({ contactId }) => contactId) }, at: { in: rows.map(({ at }) => at) } };
  const [versions, given, asked] = await Promise.all([
    db.definitionVersion.findMany({
      where: { OR: rows.map(({ formId, formVersion }) => ({ definitionId: formId, version: formVersion })) },
    }),
    db.consent.findMany({ where: { ...ofThem, granted: true } }),
    db.consentRequest.findMany({ where: ofThem }),
  ]);
  const shown = new Map(versions.map((each) => [keyOf(each.definitionId, each.version), consentIn(each)]));
  const isOf = (row: Agreed) => (other: { contactId: string; source: string; at: Date }) =>
    other.contactId === row.contactId &&
    other.source === sourceOfForm(row.formId) &&
    other.at.getTime() === row.at.getTime();
  return (row) => {
    const consent = shown.get(keyOf(row.formId, row.formVersion)) ?? null;
    if (consent === null) return null;
    const request = asked.find(isOf(row));
    const state = given.some(isOf(row)) ? 'given' : request === undefined ? 'not-asked' : stateOf(request, now);
    return { topic: consent.topic, text: pickText(consent.text, row.language), state };
  };
}

const keyOf = (formId: string, version: number): string => `${formId} ${version}`;

function consentIn({ definitionId, text }: { readonly definitionId: string; readonly text: string }) {
  const { definition } = parseDefinition({ file: definitionId, text });
  return definition?.kind === 'form' ? (definition.consent ?? null) : null;
}

function stateOf(request: { readonly at: Date; readonly confirmedAt: Date | null }, now: Instant) {
  if (request.confirmedAt !== null) return 'confirmed';
  return now - request.at.getTime() > LAPSES_AFTER ? 'lapsed' : 'waiting';
}
