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

interface Filled {
  readonly formId: string;
  readonly campaignId: string;
  readonly n: number;
  readonly isNew: number;
  readonly lastAt: Date;
}

/** The published forms, with what came by them. `realNow`: the counts are of real days. */
export async function listForms(db: Db, realNow: Instant): Promise<readonly FormSummary[]> {
  const [forms, came] = await Promise.all([currentForms(db), whatCame(db, realNow, null)]);
  return forms.map((form) => summaryOf(form, came));
}

export async function readForm(db: Db, id: string, realNow: Instant): Promise<FormDetailView | null> {
  const [form] = await currentForms(db, id);
  if (form === undefined) return null;
  const { fields, consent, redirect } = form.form;
  return {
    ...summaryOf(form, await whatCame(db, realNow, id)),
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

interface WhatCame {
  readonly counted: readonly Counted[];
  readonly filled: readonly Filled[];
}

/** By every form, or by one. */
async function whatCame(db: Db, realNow: Instant, formId: string | null): Promise<WhatCame> {
  const since = new Date(realNow - COUNTED);
  const [counted, filled] = await Promise.all([
    query<Counted>(db)`
      SELECT "formId", "campaignId", what, sum(n)::int AS n, max("realLastAt") AS "lastAt" FROM form_counts
      WHERE day >= ${since}::date AND (${formId}::text IS NULL OR "formId" = ${formId}) GROUP BY 1, 2, 3`,
    query<Filled>(db)`
      SELECT "formId", coalesce("campaignId", '') AS "campaignId", count(*)::int AS n,
        count(*) FILTER (WHERE "isNew")::int AS "isNew", max("realAt") AS "lastAt"
      FROM form_submissions
      WHERE "realAt" >= ${since} AND (${formId}::text IS NULL OR "formId" = ${formId}) GROUP BY 1, 2`,
  ]);
  return { counted, filled };
}

function summaryOf({ form: { id, name }, version, publishedAt }: Current, { counted, filled }: WhatCame): FormSummary {
  const ofForm = (row: { readonly formId: string }): boolean => row.formId === id;
  return { id, name, version, publishedAt: iso(publishedAt), ...sums(counted.filter(ofForm), filled.filter(ofForm)) };
}

const total = (rows: readonly { readonly n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);

function sums(
  counted: readonly Counted[],
  filled: readonly Filled[],
): Omit<FormSummary, 'id' | 'name' | 'version' | 'publishedAt'> {
  const what = (kind: string) => counted.filter((row) => row.what === kind);
  const campaigns = [...new Set([...counted, ...filled].map(({ campaignId }) => campaignId))]
    .filter((id) => id !== '')
    .sort();
  const refusals = FORM_REFUSALS.flatMap((reason) => refusalOf(reason, what(reason)));
  const lastAt = filled.map((row) => row.lastAt.getTime());
  return {
    submissions: total(filled),
    newContacts: filled.reduce((sum, { isNew }) => sum + isNew, 0),
    visits: total(what('visit')),
    machineVisits: total(what('machine')),
    blocked: refusals.reduce((sum, { count }) => sum + count, 0),
    lastAt: lastAt.length === 0 ? null : iso(new Date(Math.max(...lastAt))),
    campaigns: campaigns.map((id) => ({
      id,
      visits: total(what('visit').filter(({ campaignId }) => campaignId === id)),
      submissions: total(filled.filter(({ campaignId }) => campaignId === id)),
      newContacts: filled.filter(({ campaignId }) => campaignId === id).reduce((sum, { isNew }) => sum + isNew, 0),
    })),
    refusals,
  };
}

const refusalOf = (reason: FormRefusal, rows: readonly Counted[]): FormSummary['refusals'] =>
  rows.length === 0
    ? []
    : [{ reason, count: total(rows), lastAt: iso(new Date(Math.max(...rows.map(({ lastAt }) => lastAt.getTime())))) }];
