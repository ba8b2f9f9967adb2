import type { MailCampaign } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Programs } from '../../activities/ports.js';
import { journeyIn } from '../../domain/definition/campaign-journey.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { compileProgram, type Program } from '../../domain/journey/program.js';
import type { Db } from '../client.js';
import { query } from '../statement.js';

/** How a campaign's journeys go, of a draft as it is written there; null: there is no campaign, or its text has faults. */
export async function readCampaignProgram(db: Db, programs: Programs, id: string): Promise<Program | null> {
  const row = await db.campaign.findUnique({ where: { id }, select: { text: true, definitionVersion: true } });
  if (row === null) return null;
  const { text, definitionVersion: version } = row;
  return version === null ? drafted(id, text) : await programs.program(id, version);
}

interface Row {
  readonly text: string;
  readonly version: number | null;
  readonly begunAt: Date | null;
  readonly upTo: number;
  readonly surveys: readonly string[];
}

/** A campaign with a mail of its own, of a draft the one that is written there; null: it has none. */
export async function readMailCampaign(
  db: Db,
  programs: Programs,
  campaignId: string,
  now: Moment,
): Promise<MailCampaign | null> {
  const [row] = await query<Row>(db)`
    SELECT text, "definitionVersion" AS version, "frozenAt" AS "begunAt",
      (SELECT coalesce(max(id), 0)::int FROM template_versions) AS "upTo",
      ARRAY(SELECT id FROM definitions WHERE kind = 'survey') AS surveys
    FROM campaigns WHERE id = ${campaignId}`;
  if (row === undefined) return null;
  const { version, upTo, surveys } = row;
  const program = version === null ? drafted(campaignId, row.text) : await programs.program(campaignId, version);
  const mail = [...(program?.nodes.values() ?? [])].find(({ step }) => step.action === 'email');
  if (program === null || mail === undefined) return null;
  const begunAt = row.begunAt?.getTime() ?? now.virtual;
  return { id: campaignId, program, stepId: mail.key, begunAt, templates: { upTo, begunAt }, surveys };
}

function drafted(campaignId: string, text: string): Program | null {
  const { definition } = parseDefinition({ file: campaignId, text });
  const journey = definition === null ? null : journeyIn(definition);
  return journey === null ? null : compileProgram(journey);
}
