import type { Instant } from '../domain/instant.js';
import type { CampaignRows } from './campaign-mail-ports.js';
import type { LaneBounds } from './campaign-ports.js';
import type { Clock } from './ports.js';

export interface CampaignPaceDeps {
  readonly rows: CampaignRows;
  readonly clock: Clock;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Somebody may change the rate, pause or stop the campaign meanwhile. */
const LONGEST_NAP_MS = 2_000;
const SHORTEST_NAP_MS = 10;

/** What a lane has taken of its campaign's rate, before it reads for whom (law 14). */
export class CampaignPace {
  private allowed = 0;
  /** Before that nobody may go, real time; null: somebody may. */
  until: Instant | null = null;

  constructor(
    private readonly deps: CampaignPaceDeps,
    private readonly campaignId: string,
    private readonly bounds: LaneBounds,
  ) {}

  /** How many may go now, at most so many; waits for the first. None: the lane is to end before that, or the campaign doesn't send. */
  async take(most: number, isOver: () => boolean): Promise<number> {
    const { rows, clock, sleep } = this.deps;
    while (this.allowed === 0) {
      if (isOver()) return 0;
      this.bounds.heartbeat();
      const now = clock.now(0);
      const { taken, until } = await rows.takeOfRate(this.campaignId, most, now);
      this.allowed = taken;
      this.until = taken > 0 ? null : until;
      if (taken > 0) break;
      if (until >= this.bounds.until) return 0;
      const napMs = Math.min(LONGEST_NAP_MS, Math.max(SHORTEST_NAP_MS, until - now.real));
      await sleep(napMs, this.bounds.signal);
    }
    return Math.min(this.allowed, most);
  }

  /** So many have gone. */
  spend(gone: number): void {
    this.allowed = Math.max(0, this.allowed - gone);
  }
}
