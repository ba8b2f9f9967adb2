import type { GateAnswer } from '../domain/journey/gate.js';
import type { CampaignRows, PutOff, Recipient } from './campaign-mail-ports.js';
import type { CampaignMessages, KeptBack } from './campaign-message.js';
import type { Moment } from './campaign-ports.js';

/*
 * Who of some hundred recipients may go now. What each has of their own is asked first; only who may go otherwise asks for what
 * many share, all of them at once: a place in the quotas of their mailbox, then a turn at their domain.
 */

export interface Sifted {
  readonly go: readonly Recipient[];
  readonly rest: readonly Held[];
  /** The mailbox in which a recipient has a place, by their number. */
  readonly places: ReadonlyMap<number, string>;
}

export interface Held {
  readonly recipient: Recipient;
  readonly answer: Exclude<GateAnswer, { readonly type: 'send' }>;
}

export async function sift(
  messages: CampaignMessages,
  rows: CampaignRows,
  recipients: readonly Recipient[],
  now: Moment,
): Promise<Sifted> {
  const rest: Held[] = [];
  /** Of these who may go; the others are held. */
  const ask = (whom: readonly Recipient[], kept: (recipient: Recipient) => KeptBack | null): Recipient[] =>
    whom.filter((recipient) => {
      const because = kept(recipient);
      if (because === null) return true;
      const answer = messages.ask(recipient, now, because);
      if (answer.type !== 'send') rest.push({ recipient, answer });
      return answer.type === 'send';
    });

  const free = ask(recipients, () => ({}));
  const asking = free.flatMap((recipient) => messages.placeFor(recipient, now) ?? []);
  const full: PutOff = asking.length === 0 ? new Map() : await rows.places(asking, now);
  const placed = ask(free, ({ n }) => keptBy(full, n, 'quotaUntil'));
  const places = new Map(asking.filter(({ n }) => !full.has(n)).map(({ n, mailbox }) => [n, mailbox.id]));

  const turns = placed.flatMap((recipient) => messages.turnFor(recipient) ?? []);
  const late: PutOff = turns.length === 0 ? new Map() : await rows.turns(turns, now);
  const go = ask(placed, ({ n }) => keptBy(late, n, 'domainUntil'));
  return { go, rest, places };
}

function keptBy(putOff: PutOff, n: number, why: keyof KeptBack): KeptBack | null {
  const until = putOff.get(n);
  return until === undefined ? null : { [why]: until };
}
