import { Context } from '@temporalio/activity';
import type { CampaignInput, CampaignNext, LaneResult } from '../domain/campaign/wake.js';
import { DAY } from '../domain/instant.js';
import type { CampaignBook, Lanes } from './campaign-ports.js';
import { toFailure } from './failure.js';
import type { Clock } from './ports.js';

export interface RunCampaignDeps {
  readonly campaigns: CampaignBook;
  readonly lanes: Lanes;
  readonly clock: Clock;
  /** Waits longer than this, in real ms, are slept through (law 6). */
  readonly hibernateAfter: number;
}

/** As of a lead's clock: a run that is woken early has to stay until it was to begin. */
const LONGEST_SLEEP = 30 * DAY;
const HEARTBEAT_MS = 5_000;
/** More than the cores of one worker are of no use, and each costs events of the history. */
const MOST_LANES = 2;
/** Blocks that one lane is to find at least. */
const BLOCKS_A_LANE = 4;
/** A lane goes on for so long, or for so many: a slow rate costs few events of the history too. */
const LANE_MS = 20 * 60_000;
const LANE_MOST = 50_000;

/**
 * Makes the activity that looks at a campaign and does what is due, and says what is next. Safe to run twice. Throws only
 * for lost infrastructure, which Temporal retries.
 */
export function createLookAtCampaign({ campaigns, clock, hibernateAfter }: RunCampaignDeps) {
  return async ({ campaignId }: CampaignInput): Promise<CampaignNext> => {
    const now = clock.now(Context.current().info.scheduledTimestampMs);
    try {
      const look = await beating(() => campaigns.look(campaignId, now));
      if (look.type === 'over') return look;
      if (look.type === 'send')
        return { type: 'send', lanes: Math.min(MOST_LANES, Math.ceil(look.due / BLOCKS_A_LANE)) };
      const until = look.until === null ? null : clock.toReal(Math.min(look.until, now.virtual + LONGEST_SLEEP));
      const ends = [until, look.realUntil].filter((each) => each !== null);
      if (ends.length === 0) return { type: 'over' };
      const wakeAt = Math.min(...ends);
      return { type: 'wait', wakeAt, hibernate: wakeAt - now.real > hibernateAfter };
    } catch (error) {
      throw toFailure(error);
    }
  };
}

/** Makes the activity that works off blocks of a campaign. It may be killed at any time; another goes on. */
export function createSendBlocks({ campaigns, lanes, clock }: RunCampaignDeps) {
  return async ({ campaignId }: CampaignInput): Promise<LaneResult> => {
    const { cancellationSignal, info } = Context.current();
    const { real } = clock.now(info.currentAttemptScheduledTimestampMs);
    try {
      const lane = lanes[await campaigns.way(campaignId)];
      const bounds = { until: real + LANE_MS, most: LANE_MOST, signal: cancellationSignal, heartbeat: beat };
      return await beating(() => lane.run(campaignId, bounds));
    } catch (error) {
      throw toFailure(error);
    }
  };
}

const beat = (): void => Context.current().heartbeat();

/** Says that this attempt lives, while one statement may take its time. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
