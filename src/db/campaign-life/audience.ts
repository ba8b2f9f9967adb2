import type { Condition } from '../../domain/condition/condition.js';
import type { AudienceRule, CampaignDefinition } from '../../domain/definition/definition.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import type { Instant } from '../../domain/instant.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Db, Tx } from '../client.js';
import { type ConditionSql, conditionSql, type Reach } from '../condition/condition-sql.js';
import { Prisma } from '../generated/client.js';

/** Why nobody can say whom a campaign is for; a code of src/domain/error-codes, and what it is about. */
export interface AudienceFault {
  readonly code: 'unknown-segment' | 'bad-condition' | 'no-audience-file' | 'audience-file-reading';
  readonly subject: string;
}

/** A part of an audience: what a condition can say, or a list. */
type Rule = { readonly type: 'condition'; readonly if: Condition } | { readonly type: 'file'; readonly fileId: bigint };

/**
 * Whom a campaign is for, as a part of SQL around the contact `c`: its audience without whom it leaves out, by what its
 * segments and lists say now.
 */
export async function audienceSql(
  db: Db | Tx,
  { id, audience, exclude }: Pick<CampaignDefinition, 'id' | 'audience' | 'exclude'>,
  now: Instant,
  reach: Reach = 'all',
): Promise<Result<ConditionSql, AudienceFault>> {
  const wanted = await ruleOf(db, id, audience);
  if (!wanted.ok) return wanted;
  const unwanted = exclude === undefined ? null : await ruleOf(db, id, exclude);
  if (unwanted !== null && !unwanted.ok) return unwanted;
  const rules = [
    { rule: wanted.value, wants: true },
    ...(unwanted === null ? [] : [{ rule: unwanted.value, wants: false }]),
  ];
  const conditions = rules.flatMap(({ rule, wants }): Condition[] => {
    if (rule.type === 'file') return [];
    return [wants ? rule.if : { type: 'not', of: rule.if }];
  });
  const sql = conditionSql({ type: 'all', of: conditions }, now, { reach });
  if (!sql.ok) return err({ code: 'bad-condition', subject: sql.error[0]?.path ?? '' });
  const { tables, fits } = sql.value;
  const lists = rules.flatMap(({ rule, wants }) => (rule.type === 'file' ? [isListed(rule.fileId, wants)] : []));
  return ok({ tables, fits: Prisma.join([fits, ...lists], ' AND ') });
}

const isListed = (fileId: bigint, wants: boolean): Prisma.Sql => {
  const listed = Prisma.sql`SELECT l."contactId" FROM campaign_file_lines l
    WHERE l."fileId" = ${fileId} AND l.became = 'found'`;
  return wants ? Prisma.sql`c.id IN (${listed})` : Prisma.sql`NOT EXISTS (${listed} AND l."contactId" = c.id)`;
};

async function ruleOf(db: Db | Tx, campaignId: string, rule: AudienceRule): Promise<Result<Rule, AudienceFault>> {
  switch (rule.type) {
    case 'condition':
      return ok(rule);
    case 'segment': {
      const condition = await segmentOf(db, rule.segment);
      return condition === null
        ? err({ code: 'unknown-segment', subject: rule.segment })
        : ok({ type: 'condition', if: condition });
    }
    case 'file': {
      // One that is still being read, or never was to its end, counts for nothing as long as there is another.
      const files = await db.campaignFile.findMany({
        where: { campaignId, name: rule.file },
        orderBy: { id: 'desc' },
      });
      const ready = files.find(({ state }) => state === 'ready');
      if (ready !== undefined) return ok({ type: 'file', fileId: ready.id });
      const code = files.length === 0 ? 'no-audience-file' : 'audience-file-reading';
      return err({ code, subject: rule.file });
    }
  }
}

/** The condition of a published segment; null: there is none of that id. */
export async function segmentOf(db: Db | Tx, id: string): Promise<Condition | null> {
  const row = await db.definition.findUnique({ where: { id } });
  if (row === null) return null;
  const version = await db.definitionVersion.findUniqueOrThrow({
    where: { definitionId_version: { definitionId: id, version: row.current } },
  });
  const { definition } = parseDefinition({ file: id, text: version.text });
  return definition?.kind === 'segment' ? definition.if : null;
}
