import type { Handing } from '../domain/campaign/provider-trouble.js';
import type { GateAnswer } from '../domain/journey/gate.js';
import { assertNever } from '../domain/result.js';
import type { Block, CampaignRows, Move, MoveAnswer, Recipient } from './campaign-mail-ports.js';
import type { CampaignMessages, ReadyMail } from './campaign-message.js';
import type { Moment } from './campaign-ports.js';
import { handingOf } from './handing.js';
import type { Clock, SendVerdict, Transport } from './ports.js';

export interface HandOverDeps {
  readonly rows: CampaignRows;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The recipients of one block, and since when what the gate said of them is known. */
export interface Batch {
  readonly block: Block;
  readonly readAt: Moment;
}

/** What the lane is told meanwhile. */
export interface Hearing {
  /** What came of a mail, as far as it says something of the others. */
  handing(handing: Handing): void;
  /** What the ledger said. */
  answer(answer: MoveAnswer): void;
  /** How big a mail is. */
  size(bytes: number): void;
}

/** A gate answer that is older is asked again (law 5). */
export const FRESH_MS = 60_000;
/** An answer that can't be written is tried again for as long as the block is surely ours. */
const TRIES = 6;
const AGAIN_MS = 500;

/** What became of one recipient: written down, or as it was; and whether their mail left us. */
export interface Reached {
  readonly settled: boolean;
  readonly left: boolean;
}

const AS_IT_WAS: Reached = { settled: false, left: false };

/** Hands mails of a campaign over, each between two rows of its ledger, and writes down what was said of others. */
export class HandOver {
  constructor(
    private readonly deps: HandOverDeps,
    private readonly campaignId: string,
    private readonly messages: CampaignMessages,
    private readonly hearing: Hearing,
  ) {}

  isStale({ readAt }: Batch): boolean {
    return this.now().real - readAt.real > FRESH_MS;
  }

  /** Composes the mail of one who may go, and hands it over. */
  async reach(batch: Batch, recipient: Recipient): Promise<Reached> {
    const judged = await this.messages.make(recipient, this.now());
    if (judged.type === 'send') return await this.handOver(batch, recipient, judged.mail);
    if (judged.type === 'skip' && judged.code === 'render-failed') this.hearing.handing('unrendered');
    return { settled: await this.settle(batch, recipient, judged), left: false };
  }

  /** Writes down why somebody gets nothing, or not yet. */
  settle({ block }: Batch, { n }: Recipient, answer: Exclude<GateAnswer, { type: 'send' }>): Promise<boolean> {
    const move = { ...moveOf(block, n), from: 'waiting', to: 'waiting', reason: answer.code } as const;
    return answer.type === 'skip'
      ? this.write({ ...move, outcome: 'skipped' })
      : this.write({ ...move, outcome: 'deferred', dueAt: answer.until });
  }

  private now(): Moment {
    return this.deps.clock.now(0);
  }

  private async handOver(batch: Batch, { n, asked }: Recipient, mail: ReadyMail): Promise<Reached> {
    this.hearing.size(mail.raw.length);
    const { mailbox } = mail.sender;
    const via = mailbox === null ? {} : { via: { mailboxId: mailbox.id, revision: mailbox.revision } };
    let handed = false;
    const mayGo = async (): Promise<boolean> => {
      // It may have waited long for its connection.
      if (this.isStale(batch)) return false;
      const move = { ...moveOf(batch.block, n), from: 'waiting', to: 'handed-over', asked } as const;
      const answer = await this.deps.rows.move(this.campaignId, move, this.now());
      this.hearing.answer(answer);
      handed = answer === 'written';
      return handed;
    };
    const { raw, from, to } = mail;
    const onWire = mail.onWire === null ? {} : { onWire: mail.onWire };
    const verdict = await this.deps.transport.send(raw, { from, to, ...onWire, ...via }, mayGo);
    const handing = handingOf(verdict);
    if (handing !== null) this.hearing.handing(handing);
    const settled = await this.record(batch.block, n, mail.to, verdict, handed);
    return verdict.type === 'stopped' || verdict.type === 'later' ? { ...AS_IT_WAS, settled } : { settled, left: true };
  }

  private async record(block: Block, n: number, to: string, verdict: SendVerdict, handed: boolean): Promise<boolean> {
    const from = handed ? 'handed-over' : 'waiting';
    const move = { ...moveOf(block, n), from } as const;
    switch (verdict.type) {
      case 'accepted':
        return await this.write({ ...move, to: 'accepted' });
      case 'refused': {
        const settled = await this.write({ ...move, to: from, outcome: 'refused', reason: reasonOf(verdict) });
        if (verdict.suppress) await this.persist(() => this.deps.rows.suppress(to, this.now()));
        return settled;
      }
      case 'uncertain':
        return await this.write({ ...move, to: from, outcome: 'uncertain', reason: 'no-answer' });
      case 'later': {
        const dueAt = Math.ceil(this.now().virtual + this.deps.clock.span(verdict.retryAfterMs));
        return await this.write({ ...move, to: 'waiting', outcome: 'deferred', reason: verdict.cause, dueAt });
      }
      case 'stopped':
        return false;
      default:
        return assertNever(verdict);
    }
  }

  /** What has happened is written, whatever comes between. */
  private async write(move: Move): Promise<boolean> {
    const answer = await this.persist(() => this.deps.rows.move(this.campaignId, move, this.now()));
    this.hearing.answer(answer);
    return answer === 'written';
  }

  private async persist<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (tries >= TRIES) throw error;
        await this.deps.sleep(AGAIN_MS * tries, new AbortController().signal);
      }
    }
  }
}

const moveOf = ({ block, fence }: Block, n: number) => ({
  ...{ block, fence, n, outcome: null, reason: null, dueAt: null, asked: null },
});

type Refused = Extract<SendVerdict, { type: 'refused' }>;

/** The server's class of refusal; never its words, which may repeat the address. */
const reasonOf = ({ enhanced, suppress }: Refused): string => enhanced ?? (suppress ? '5.1.1' : '5.0.0');
