import type { Moment } from '../../activities/campaign-ports.js';
import type { ForeseenMessage, Programs, TemplateMoment } from '../../activities/ports.js';
import { CAMPAIGN_STEP } from '../../domain/campaign/response.js';
import { priorityOf } from '../../domain/journey/caps.js';
import type { MessageIntent } from '../../domain/journey/commands.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import { readCampaignProgram } from '../campaign/campaigns.js';
import type { Db, Tx } from '../client.js';
import { readFacts } from '../journey/facts.js';
import { readMessageFacts } from '../journey/message-facts.js';
import { query, transaction } from '../statement.js';

interface Deps {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

/** What gate and template would look at if a contact came to a message of a campaign now, whose journey has not begun. */
export async function foreseeMessageOf(
  { db, programs, deployment: { policy } }: Deps,
  campaignId: string,
  stepId: string,
  contactId: string,
  now: Moment,
): Promise<ForeseenMessage | null> {
  const program = await readCampaignProgram(db, programs, campaignId);
  const intent = program === null ? null : intentFor(program, stepId, now);
  if (program === null || intent === null) return null;
  return await transaction(db, async (tx) => {
    const nobodys = { journeyId: '', contactId, startEvent: null, dealId: null };
    const facts = await readFacts(tx, nobodys, program, null, now);
    const caps = { policy, priority: priorityOf(program), programs };
    const asked = { caps, thread: [], campaignId: null };
    const message = await readMessageFacts(tx, nobodys, intent, facts, asked);
    return { program, intent, facts, message: { ...message, templates: await newest(tx, now) } };
  });
}

function intentFor({ nodes }: Program, stepId: string, { virtual }: Moment): MessageIntent | null {
  for (const { key, step } of nodes.values()) {
    if ((step.id ?? CAMPAIGN_STEP) !== stepId || (step.action !== 'email' && step.action !== 'sms')) continue;
    const content = step.action === 'email' ? { email: step.email } : { sms: step.sms };
    const when = { at: virtual, reachedAt: virtual };
    return { trackId: 'main', aside: false, stepId: key, occurrence: 1, ...when, ...content };
  }
  return null;
}

async function newest(tx: Tx, { virtual }: Moment): Promise<TemplateMoment> {
  const [row] = await query<{ upTo: number }>(tx)`SELECT coalesce(max(id), 0)::int AS "upTo" FROM template_versions`;
  return { upTo: row?.upTo ?? 0, begunAt: virtual };
}
