import type { FormDetailView, FormSummary } from '../../api/contracts/forms.js';
import type { FormDefinition } from '../../domain/definition/definition.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { valueOfOption } from '../../domain/form/read-submission.js';
import { FORM_REFUSALS, type FormRefusal } from '../../domain/form/refusal.js';
import { DAY, type Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { iso } from '../paging.js';
import { query } from '../statement.js';

/** Of which days forms are counted. */
const COUNTED = 30 * DAY;

interface Counted {
  readonly formId: string;
  readonly campaignId: string;
  readonly what: string;
  readonly n: number;
  readonly lastAt: Date;
}

/** The published forms, with what came by them: counted, so that their number costs nothing. `now`: of the business clock. */
export async function listForms(db: Db, now: Instant): Promise<readonly FormSummary[]> {
  const [forms, came] = await Promise.all([currentForms(db), whatCame(db, now, null)]);
  return forms.map((form) => summaryOf(form, came));
}

export async function readForm(db: Db, id: string, now: Instant): Promise<FormDetailView | null> {
  const [form] = await currentForms(db, id);
  if (form === undefined) return null;
  const { fields, consent, redirect } = form.form;
  return {
    ...summaryOf(form, await whatCame(db, now, id)),
    fields: fields.map(({ id: field, label, type, to, required, options }) => ({
      ...{ id: field, label, type, to: to ?? null, required },
      options: (options ?? []).map((option) => ({ value: valueOfOption(option), label: option })),
    })),
    consent: consent === undefined ? null : { topic: consent.topic, text: consent.text, required: consent.required },
    redirect: redirect ?? null,
  };
}

interface Current {
  readonly form: FormDefinition;
  readonly version: number;
  readonly publishedAt: Date;
}

async function currentForms(db: Db, id?: string): Promise<readonly Current[]> {
  const where = { kind: 'form', ...(id === undefined ? {} : { id }) };
  const definitions = await db.definition.findMany({ where, orderBy: { id: 'asc' } });
  const versions = await db.definitionVersion.findMany({
    where: { OR: definitions.map((each) => ({ definitionId: each.id, version: each.current })) },
    orderBy: { definitionId: 'asc' },
  });
  return versions.flatMap(({ definitionId, version, publishedAt, text }) => {
    const { definition } = parseDefinition({ file: definitionId, text });
    return definition?.kind === 'form' ? [{ form: definition, version, publishedAt }] : [];
  });
}

/** By every form, or by one. */
const whatCame = (db: Db, now: Instant, formId: string | null): Promise<Counted[]> => query<Counted>(db)`
  SELECT "formId", "campaignId", what, sum(n)::int AS n, max("lastAt") AS "lastAt" FROM form_counts
  WHERE day >= ${new Date(now - COUNTED)}::date AND (${formId}::text IS NULL OR "formId" = ${formId}) GROUP BY 1, 2, 3`;

function summaryOf({ form: { id, name }, version, publishedAt }: Current, came: readonly Counted[]): FormSummary {
  return { id, name, version, publishedAt: iso(publishedAt), ...sums(came.filter(({ formId }) => formId === id)) };
}

const total = (rows: readonly { readonly n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);

function sums(counted: readonly Counted[]): Omit<FormSummary, 'id' | 'name' | 'version' | 'publishedAt'> {
  const what = (kind: string) => counted.filter((row) => row.what === kind);
  const campaigns = [...new Set(counted.map(({ campaignId }) => campaignId))].filter((id) => id !== '').sort();
  const refusals = FORM_REFUSALS.flatMap((reason) => refusalOf(reason, what(reason)));
  const taken = what('taken');
  return {
    submissions: total(taken),
    newContacts: total(what('new-contact')),
    visits: total(what('visit')),
    machineVisits: total(what('machine')),
    blocked: refusals.reduce((sum, { count }) => sum + count, 0),
    lastAt: taken.length === 0 ? null : latest(taken),
    campaigns: campaigns.map((id) => {
      const by = (kind: string) => total(what(kind).filter(({ campaignId }) => campaignId === id));
      return { id, visits: by('visit'), submissions: by('taken'), newContacts: by('new-contact') };
    }),
    refusals,
  };
}

const latest = (rows: readonly Counted[]): string =>
  iso(new Date(Math.max(...rows.map(({ lastAt }) => lastAt.getTime()))));

const refusalOf = (reason: FormRefusal, rows: readonly Counted[]): FormSummary['refusals'] =>
  rows.length === 0 ? [] : [{ reason, count: total(rows), lastAt: latest(rows) }];
