import {
  afterHanding,
  type Handing,
  isFailing,
  NO_TROUBLE,
  type ProviderTrouble,
} from '../domain/campaign/provider-trouble.js';
import { assertNever } from '../domain/result.js';
import type { Block, CampaignRows, MailCampaign, Move, MoveAnswer, Recipient } from './campaign-mail-ports.js';
import { type CampaignMessageDeps, CampaignMessages, type ReadyMail } from './campaign-message.js';
import type { Lane, LaneBounds, LaneEnd, Moment, PauseForCause } from './campaign-ports.js';
import type { Clock, SendVerdict, Transport } from './ports.js';

/*
 * Sends the mails of a one-step campaign, block by block. The rows are the ledger: a mail's final dot is written only after its
 * recipient's row says `handed-over`, and what the server answers is written after it. A kill leaves in doubt those whose dot
 * may have been spoken, as many as there are connections at the most, and nobody else.
 */

export interface MailLaneDeps extends CampaignMessageDeps {
  readonly rows: CampaignRows;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly newFence: () => string;
  readonly pauseForCause: PauseForCause;
  /** Mails on their way at once in one lane; twice its share of the connections keeps these busy. */
  readonly atOnce: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Recipients that are read, judged and composed at once. */
const CHUNK = 250;
/** A gate answer that is older is asked again (law 5). */
const FRESH_MS = 60_000;
const HOLD_EVERY_MS = 5_000;
/** An answer that can't be written is tried again for as long as the block is surely ours. */
const WRITE_TRIES = 6;
const WRITE_AGAIN_MS = 500;

export function createMailLane(deps: MailLaneDeps): Lane {
  return {
    run: async (campaignId, bounds) => {
      const campaign = await deps.rows.campaign(campaignId, deps.clock.now(0));
      return campaign === null ? { settled: 0 } : await new LaneRun(deps, campaign, bounds).run();
    },
  };
}

/** Why no further mail of the campaign goes out. */
type Halt = 'held' | 'lost' | 'bounds' | 'broken';

class LaneRun {
  private readonly messages: CampaignMessages;
  private settled = 0;
  private trouble: ProviderTrouble = NO_TROUBLE;
  private halt: Halt | null = null;

  constructor(
    private readonly deps: MailLaneDeps,
    private readonly campaign: MailCampaign,
    private readonly bounds: LaneBounds,
  ) {
    this.messages = new CampaignMessages(deps, campaign);
  }

  async run(): Promise<LaneEnd> {
    while (!this.isOver()) {
      const block = await this.deps.rows.claim(this.campaign.id, this.deps.newFence(), this.now());
      if (block === null) break;
      await this.held(block, () => this.workOff(block));
      if (this.halt === 'lost') this.halt = null;
    }
    return { settled: this.settled };
  }

  private now(): Moment {
    return this.deps.clock.now(0);
  }

  private isOver(): boolean {
    const { until, most, signal } = this.bounds;
    return this.halt !== null || signal.aborted || this.settled >= most || this.now().real >= until;
  }

  /** Holds a block while it is worked off, and gives it back then. */
  private async held(block: Block, work: () => Promise<void>): Promise<void> {
    const { rows } = this.deps;
    const holding = setInterval(() => {
      this.bounds.heartbeat();
      // What could not be said is said again by the next; a lost block shows at the next write.
      rows.hold(block, this.now()).catch(() => {});
    }, HOLD_EVERY_MS);
    try {
      await work();
    } finally {
      clearInterval(holding);
    }
    await rows.giveBack(block, this.now());
  }

  private async workOff(block: Block): Promise<void> {
    const stuck = new Set<number>();
    while (!this.isOver()) {
      this.bounds.heartbeat();
      const readAt = this.now();
      const due = await this.deps.rows.due(this.campaign, block, CHUNK, readAt);
      const open = due.filter(({ n }) => !stuck.has(n));
      if (open.length === 0) return;
      const left = await this.send(block, open, readAt);
      // Who is still open is read and asked anew, once.
      for (const n of left) stuck.add(n);
    }
  }

  /** As many at once as the lane may; answers those who are still open. */
  private async send(block: Block, recipients: readonly Recipient[], readAt: Moment): Promise<number[]> {
    const left: number[] = [];
    const queue = [...recipients];
    const isStale = () => this.now().real - readAt.real > FRESH_MS;
    const work = async () => {
      for (;;) {
        if (this.isOver() || isStale()) return;
        const next = queue.shift();
        if (next === undefined) return;
        if (!(await this.reach(block, next))) left.push(next.n);
      }
    };
    const works = Array.from({ length: Math.min(this.deps.atOnce, recipients.length) }, () =>
      // Where one breaks off the others end what they have begun, and nothing else.
      work().catch((error: unknown) => {
        this.halt ??= 'broken';
        throw error;
      }),
    );
    const broken = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
    if (broken?.status === 'rejected') throw broken.reason;
    return left;
  }

  /** Settles one recipient as far as it can be now. False: it is as it was. */
  private async reach(block: Block, recipient: Recipient): Promise<boolean> {
    const asked = this.now();
    const judged = await this.messages.judge(recipient, asked);
    switch (judged.type) {
      case 'send':
        return (await this.waitForRate(asked)) && (await this.handOver(block, recipient.n, judged.mail));
      case 'skip':
        return await this.settle(block, recipient, { outcome: 'skipped', reason: judged.code });
      case 'defer':
        return await this.settle(block, recipient, { outcome: 'deferred', reason: judged.code, dueAt: judged.until });
      default:
        return assertNever(judged);
    }
  }

  private allowance = 0;
  private asking: Promise<void> | null = null;

  /** Until the campaign's rate lets one more go. False: it does not while the gate's answer is fresh. */
  private async waitForRate(asked: Moment): Promise<boolean> {
    while (this.allowance === 0) {
      if (this.isOver() || this.now().real - asked.real > FRESH_MS) return false;
      this.asking ??= this.takeOfRate().finally(() => {
        this.asking = null;
      });
      await this.asking;
    }
    this.allowance -= 1;
    return true;
  }

  private async takeOfRate(): Promise<void> {
    const { rows, sleep } = this.deps;
    const now = this.now();
    const { taken, until } = await rows.takeOfRate(this.campaign.id, this.deps.atOnce, now);
    this.allowance += taken;
    if (taken > 0) return;
    if (until >= this.bounds.until) this.halt ??= 'bounds';
    else await sleep(Math.max(10, until - now.real), this.bounds.signal);
  }

  private async handOver(block: Block, n: number, mail: ReadyMail): Promise<boolean> {
    const { mailbox } = mail.sender;
    const via = mailbox === null ? {} : { via: { mailboxId: mailbox.id, revision: mailbox.revision } };
    const { campaign, deps } = this;
    let handed = false;
    const mayGo = async (): Promise<boolean> => {
      const move = { ...moveOf(block, n), from: 'waiting', to: 'handed-over' } as const;
      const answer = await deps.rows.move(campaign.id, move, this.now());
      this.heed(answer);
      handed = answer === 'written';
      return handed;
    };
    const verdict = await deps.transport.send(mail.raw, { from: mail.from, to: mail.to, ...via }, mayGo);
    this.note(verdict);
    return await this.record(block, n, mail.to, verdict, handed);
  }

  private async record(block: Block, n: number, to: string, verdict: SendVerdict, handed: boolean): Promise<boolean> {
    const from = handed ? 'handed-over' : 'waiting';
    const move = { ...moveOf(block, n), from } as const;
    const { clock, rows } = this.deps;
    switch (verdict.type) {
      case 'accepted':
        return await this.write({ ...move, to: 'accepted' });
      case 'refused':
        if (verdict.suppress) await rows.suppress(to, this.now());
        return await this.write({ ...move, to: from, outcome: 'refused', reason: reasonOf(verdict) });
      case 'uncertain':
        return await this.write({ ...move, to: from, outcome: 'uncertain', reason: 'no-answer' });
      case 'later': {
        const dueAt = Math.ceil(this.now().virtual + clock.span(verdict.retryAfterMs));
        return await this.write({ ...move, to: 'waiting', outcome: 'deferred', reason: verdict.cause, dueAt });
      }
      case 'stopped':
        return false;
      default:
        return assertNever(verdict);
    }
  }

  private settle(block: Block, { n }: Recipient, end: Pick<Move, 'outcome' | 'reason'> & Partial<Pick<Move, 'dueAt'>>) {
    return this.write({ ...moveOf(block, n), from: 'waiting', to: 'waiting', ...end });
  }

  /** What has happened is written, whatever comes between. */
  private async write(move: Move): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await this.deps.rows.move(this.campaign.id, move, this.now());
        this.heed(answer);
        if (answer === 'written') this.settled += 1;
        return answer === 'written';
      } catch (error) {
        if (tries >= WRITE_TRIES) throw error;
        await this.deps.sleep(WRITE_AGAIN_MS * tries, new AbortController().signal);
      }
    }
  }

  private heed(answer: MoveAnswer): void {
    if (answer === 'held' || answer === 'lost') this.halt ??= answer;
  }

  private note(verdict: SendVerdict): void {
    const handing = handingOf(verdict);
    if (handing === null) return;
    const before = this.trouble;
    this.trouble = afterHanding(before, handing);
    if (!isFailing(this.trouble) || isFailing(before)) return;
    this.halt ??= 'held';
    void this.deps.pauseForCause(this.campaign.id, 'provider-failing', this.now()).catch(() => {
      // It is tried again by whoever sees it next.
      this.trouble = NO_TROUBLE;
    });
  }
}

const moveOf = ({ block, fence }: Block, n: number) => ({ block, fence, n, outcome: null, reason: null, dueAt: null });

/** The server's class of refusal; never its words, which may repeat the address. */
const reasonOf = ({ enhanced, suppress }: Extract<SendVerdict, { type: 'refused' }>): string =>
  enhanced ?? (suppress ? '5.1.1' : '5.0.0');

function handingOf(verdict: SendVerdict): Handing | null {
  switch (verdict.type) {
    case 'accepted':
      return 'taken';
    case 'later':
      if (verdict.cause === 'auth') return 'auth';
      if (verdict.cause === 'unreachable' || verdict.cause === 'timeout') return 'unreachable';
      return verdict.cause === 'rate-limited' || verdict.cause === 'busy' ? 'turned-away' : 'of-the-recipient';
    case 'refused':
    case 'uncertain':
      return 'of-the-recipient';
    case 'stopped':
      return null;
  }
}
