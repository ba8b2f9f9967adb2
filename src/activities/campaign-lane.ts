import type { Handing } from '../domain/campaign/provider-trouble.js';
import { type Batch, HandOver, type HandOverDeps, type Reached } from './campaign-hand-over.js';
import type { Block, MailCampaign, MoveAnswer, Recipient } from './campaign-mail-ports.js';
import { type CampaignMessageDeps, CampaignMessages } from './campaign-message.js';
import { CampaignPace } from './campaign-pace.js';
import type { Lane, LaneBounds, LaneEnd, Moment, PauseForCause } from './campaign-ports.js';
import { sift } from './campaign-sift.js';
import { type CampaignTroubles, createCampaignTroubles } from './campaign-troubles.js';

/*
 * Sends the mails of a one-step campaign, block by block. The rows are the ledger: a mail's final dot is written only after its
 * recipient's row says `handed-over`, and what the server answers is written after it. A kill leaves in doubt those whose dot
 * may have been spoken, as many as there are connections at the most, and nobody else.
 */

export interface MailLaneDeps extends CampaignMessageDeps, HandOverDeps {
  readonly newFence: () => string;
  readonly pauseForCause: PauseForCause;
  /** Mails on their way at once in one lane; twice its share of the connections keeps these busy. */
  readonly atOnce: number;
}

/** Recipients that are read and judged at once. */
const CHUNK = 250;
/** Of big mails fewer are on their way at once: so many bytes in one lane. */
const BYTES_AT_ONCE = 16 * 2 ** 20;
const HOLD_EVERY_MS = 5_000;
/** For whoever is due so soon a lane stays: to end and begin costs a workflow more. */
const LINGER_MS = 15_000;
const LONGEST_NAP_MS = 1_000;
const SHORTEST_NAP_MS = 20;
/** Whom something else holds just now is asked about again after so long (real). */
const AGAIN_MS = 1_000;

export function createMailLane(deps: MailLaneDeps): Lane {
  // Also from one lane to the next.
  const troubles = createCampaignTroubles(deps);
  return {
    run: async (campaignId, bounds) => {
      const campaign = await deps.rows.campaign(campaignId, deps.clock.now(0));
      return campaign === null ? { settled: 0 } : await new LaneRun(deps, campaign, bounds, troubles).run();
    },
  };
}

/** Why no further mail of the campaign goes out. */
type Halt = 'held' | 'lost' | 'broken';

class LaneRun {
  private readonly messages: CampaignMessages;
  private readonly pace: CampaignPace;
  private readonly handOver: HandOver;
  private settled = 0;
  private halt: Halt | null = null;
  /** The biggest mail so far, in bytes; 0: there is none yet. */
  private biggest = 0;

  constructor(
    private readonly deps: MailLaneDeps,
    private readonly campaign: MailCampaign,
    private readonly bounds: LaneBounds,
    private readonly troubles: CampaignTroubles,
  ) {
    this.messages = new CampaignMessages(deps, campaign);
    this.pace = new CampaignPace(deps, campaign.id, bounds);
    this.handOver = new HandOver(deps, campaign.id, this.messages, {
      handing: (handing) => this.note(handing),
      answer: (answer) => this.heed(answer),
      size: (bytes) => {
        this.biggest = Math.max(this.biggest, bytes);
      },
    });
  }

  async run(): Promise<LaneEnd> {
    while (!this.isOver() && (await this.tokens()) > 0) {
      const block = await this.deps.rows.claim(this.campaign.id, this.deps.newFence(), this.now());
      if (block !== null) await this.held(block);
      else if (!(await this.linger())) break;
      if (this.halt === 'lost') this.halt = null;
    }
    const { until } = this.pace;
    return { settled: this.settled, ...(until === null ? {} : { until }) };
  }

  private now(): Moment {
    return this.deps.clock.now(0);
  }

  private isOver(): boolean {
    const { until, most, signal } = this.bounds;
    return this.halt !== null || signal.aborted || this.settled >= most || this.now().real >= until;
  }

  private tokens(): Promise<number> {
    return this.pace.take(CHUNK, () => this.isOver());
  }

  /** Waits for the next who is due soon. False: nobody is. */
  private async linger(): Promise<boolean> {
    const next = await this.deps.rows.nextDue(this.campaign.id);
    const { real } = this.now();
    const waitMs = next === null ? Number.POSITIVE_INFINITY : this.deps.clock.toReal(next) - real;
    if (waitMs > LINGER_MS) return false;
    this.bounds.heartbeat();
    await this.deps.sleep(Math.min(LONGEST_NAP_MS, Math.max(SHORTEST_NAP_MS, waitMs)), this.bounds.signal);
    return true;
  }

  /** Holds a block while it is worked off, and gives it back then. */
  private async held(block: Block): Promise<void> {
    const { rows, clock } = this.deps;
    const holding = setInterval(() => {
      this.bounds.heartbeat();
      // What could not be said is said again by the next; a lost block shows at the next write.
      rows.hold(block, this.now()).catch(() => {});
    }, HOLD_EVERY_MS);
    let isStuck: boolean;
    try {
      isStuck = await this.workOff(block);
    } finally {
      clearInterval(holding);
    }
    const now = this.now();
    await rows.giveBack(block, now, now.virtual + (isStuck ? clock.span(AGAIN_MS) : 0));
  }

  /** True: somebody is due and could not be settled yet. */
  private async workOff(block: Block): Promise<boolean> {
    const stuck = new Set<number>();
    while (!this.isOver()) {
      const most = await this.tokens();
      if (most === 0) break;
      this.bounds.heartbeat();
      const readAt = this.now();
      const due = await this.deps.rows.due(this.campaign, block, most + stuck.size, readAt);
      const open = due.filter(({ n }) => !stuck.has(n));
      if (open.length === 0) return stuck.size > 0;
      for (const n of await this.settleAll({ block, readAt }, open)) stuck.add(n);
    }
    return false;
  }

  /** Settles those who are due as far as it can be now; answers who was tried and is as before. */
  private async settleAll(batch: Batch, recipients: readonly Recipient[]): Promise<number[]> {
    const { go, rest, places } = await sift(this.messages, this.deps.rows, recipients, batch.readAt);
    const unused = new Map(places);
    const stuck: number[] = [];
    let gone = 0;
    const reached = ({ n }: Recipient, { settled, left }: Reached) => {
      if (settled) this.settled += 1;
      else stuck.push(n);
      if (!left) return;
      gone += 1;
      unused.delete(n);
    };
    try {
      await Promise.all(
        rest.map(async ({ recipient, answer }) => {
          reached(recipient, { settled: await this.handOver.settle(batch, recipient, answer), left: false });
        }),
      );
      await this.pump(batch, go, reached);
    } finally {
      this.pace.spend(gone);
      // What can't be given back is lost to the hour: fewer go, never more.
      if (unused.size > 0) await this.deps.rows.givePlacesBack(tally(unused.values()), batch.readAt).catch(() => {});
    }
    return stuck;
  }

  /** As many at once as the lane may. Where one breaks off the others end what they have begun, and nothing else. */
  private async pump(
    batch: Batch,
    recipients: readonly Recipient[],
    reached: (whom: Recipient, what: Reached) => void,
  ) {
    const queue = recipients.values();
    const failures: unknown[] = [];
    await new Promise<void>((resolve) => {
      let active = 0;
      const more = () => {
        while (active < this.width() && !this.isOver() && !this.handOver.isStale(batch)) {
          const next = queue.next();
          if (next.done === true) break;
          active += 1;
          this.handOver
            .reach(batch, next.value)
            .then((what) => reached(next.value, what))
            .catch((error: unknown) => {
              this.halt ??= 'broken';
              failures.push(error);
            })
            .finally(() => {
              active -= 1;
              more();
            });
        }
        if (active === 0) resolve();
      };
      more();
    });
    if (failures.length > 0) throw failures[0];
  }

  /** The first goes alone: it shows how big they are. */
  private width(): number {
    if (this.biggest === 0) return 1;
    return Math.max(1, Math.min(this.deps.atOnce, Math.floor(BYTES_AT_ONCE / this.biggest)));
  }

  private heed(answer: MoveAnswer): void {
    if (answer === 'held' || answer === 'lost') this.halt ??= answer;
  }

  private note(handing: Handing): void {
    if (this.troubles.note(this.campaign.id, handing)) this.halt ??= 'held';
  }
}

function tally(names: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
