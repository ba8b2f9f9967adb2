import { randomUUID } from 'node:crypto';
import { createMailBatchGate } from '../../src/activities/campaign-gate.js';
import type { CampaignAct, CampaignDesk, CampaignFault } from '../../src/api/campaign-ports.js';
import type { CampaignDetail } from '../../src/api/contracts/campaigns.js';
import { tellBegunJourneys } from '../../src/db/campaign-life/begun-journeys.js';
import { createFinishWithJourneys, createPauseForCause } from '../../src/db/campaign-life/book.js';
import { createCampaignDesk } from '../../src/db/campaign-life/desk.js';
import { watchCampaigns } from '../../src/db/campaign-life/watch.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import type { CampaignPolicy } from '../../src/domain/policy.js';
import type { Result } from '../../src/domain/result.js';
import { oneClickFault } from '../../src/mail/one-click.js';
import { relay } from '../../src/temporal/relay.js';
import { composeCampaignMessages, composeStepGate } from './campaign-messages.js';
import type { TestSystem } from './system.js';

/** A campaign for a test: by default one mail to every customer, at once. */
export const aCampaign = (id: string, lines: string = DEFAULT_LINES): string => `
kind: campaign
id: ${id}
name: ${id}
variables: { topic: our offer }
audience: { if: { contact.status: customer } }
${lines}
`;

const DEFAULT_LINES = 'send: { email: { template: test/hello, from: owner, purpose: service } }';

/** The worker's looks at campaigns: journeys are told what they are to hear; answers which it has paused. */
export async function watchOnce({ db, deployment, clock }: TestSystem): ReturnType<typeof watchCampaigns> {
  await tellBegunJourneys(db, clock.now(0));
  const of = { db, deployment };
  return await watchCampaigns(
    {
      ...{ db, policy: deployment.policy },
      ...{ pauseForCause: createPauseForCause(of), finish: createFinishWithJourneys(of) },
    },
    clock.now(0),
  );
}

type Behind = Pick<TestSystem, 'db' | 'clock' | 'deployment' | 'templates' | 'tellings' | 'journeys'>;

/** Campaigns as the API has them, of a test's system. */
/** As a worker does all the time, for tests that wait for what comes of it. Answers how to end it. */
export function keepMoving(system: TestSystem): () => void {
  const quietly = (work: () => Promise<unknown>) => setInterval(() => void work().catch(() => undefined), 500);
  const timers = [quietly(() => relay(system.tellings, system.journeys)), quietly(() => watchOnce(system))];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

export class CampaignTester {
  readonly desk: CampaignDesk;

  constructor(
    { db, clock, deployment, templates, tellings, journeys }: Behind,
    tell = async (ids: readonly bigint[]) => void (await relay(tellings, journeys, ids)),
    campaigns: CampaignPolicy = deployment.policy.campaigns,
    publicUrl = 'https://mail.example.com',
  ) {
    const policy = { ...deployment.policy, campaigns };
    const parts = { db, definitions: db, templates, deployment };
    const gates = { gate: createMailBatchGate(composeCampaignMessages(parts)), stepGate: composeStepGate(parts) };
    this.desk = createCampaignDesk({
      ...{ db, deployment: { ...deployment, policy }, clock, tell, ...gates },
      oneClickFault: (topic) => oneClickFault({ base: publicUrl }, topic),
    });
  }

  async draft(text: string, actorId = 'usr_maker'): Promise<CampaignDetail> {
    const { definition } = parseDefinition({ file: 'test.yaml', text });
    if (definition?.kind !== 'campaign') throw new Error('no campaign');
    return unwrapped(
      await this.desk.create({ id: definition.id, name: definition.name, text, definition }, this.order(actorId)),
    );
  }

  async act(id: string, act: CampaignAct, actorId = 'usr_maker'): Promise<CampaignDetail> {
    return unwrapped(await this.tryTo(id, act, actorId));
  }

  tryTo(id: string, act: CampaignAct, actorId = 'usr_maker'): Promise<Result<CampaignDetail, CampaignFault>> {
    return this.desk.act(id, act, this.order(actorId));
  }

  async get(id: string): Promise<CampaignDetail> {
    const campaign = await this.desk.get(id);
    if (campaign === null) throw new Error(`no campaign ${id}`);
    return campaign;
  }

  /** Drafts and schedules it; it begins at its time. */
  async launch(text: string): Promise<CampaignDetail> {
    const { id, revision } = await this.draft(text);
    return await this.act(id, { type: 'schedule', revision });
  }

  private order(actorId: string) {
    return { requestId: randomUUID(), actorId, reason: 'a test' };
  }
}

function unwrapped<T>(result: Result<T, CampaignFault>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}
