import type { FormSubmissionView, FormSummary } from '../../api/contracts/forms.js';
import type { PageRequest, Rows, Scope } from '../../api/store-ports.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { FORM_REFUSALS, type FormRefusal } from '../../domain/form/refusal.js';
import { DAY, type Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { inScope } from '../journey-scope.js';
import { cutPage, iso, mapOf, textAt } from '../paging.js';
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
  const since = new Date(realNow - COUNTED);
  const definitions = await db.definition.findMany({ where: { kind: 'form' }, orderBy: { id: 'asc' } });
  const versions = await db.definitionVersion.findMany({
    where: { OR: definitions.map(({ id, current }) => ({ definitionId: id, version: current })) },
  });
  const [counted, filled] = await Promise.all([
    query<Counted>(db)`
      SELECT "formId", "campaignId", what, sum(n)::int AS n, max("realLastAt") AS "lastAt" FROM form_counts
      WHERE day >= ${since}::date GROUP BY 1, 2, 3`,
    query<Filled>(db)`
      SELECT "formId", coalesce("campaignId", '') AS "campaignId", count(*)::int AS n,
        count(*) FILTER (WHERE "isNew")::int AS "isNew", max("realAt") AS "lastAt"
      FROM form_submissions WHERE "realAt" >= ${since} GROUP BY 1, 2`,
  ]);
  return definitions.flatMap(({ id }) => {
    const version = versions.find((each) => each.definitionId === id);
    if (version === undefined) return [];
    const ofForm = (row: { readonly formId: string }): boolean => row.formId === id;
    return [
      {
        ...{ id, name: nameIn(id, version.text), version: version.version, publishedAt: iso(version.publishedAt) },
        ...sums(counted.filter(ofForm), filled.filter(ofForm)),
      },
    ];
  });
}

function nameIn(id: string, text: string): FormSummary['name'] {
  const { definition } = parseDefinition({ file: id, text });
  return definition === null ? id : definition.name;
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

export async function listSubmissions(
  db: Db,
  scope: Scope,
  filter: { readonly form?: string | undefined; readonly campaign?: string | undefined },
  { after, limit }: PageRequest,
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
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({
      ...{ id: row.id, formId: row.formId, version: row.formVersion, at: iso(row.at), isNew: row.isNew },
      contact: { id: row.contactId, name: row.contact.name },
      ...{ campaignId: row.campaignId, language: row.language, agreed: row.agreed, differs: row.differs },
      answers: mapOf(row.answers) as FormSubmissionView['answers'],
    }),
  );
}
