import type { Purpose } from './definition/definition.js';
import type { Instant } from './instant.js';
import { covers } from './journey/gate.js';

/** Why nothing more is sent to an address. */
export type SuppressionReason =
  /** It is dead. */
  | 'hard-bounce'
  /** Its holder called a mail of ours spam. */
  | 'complaint'
  /** Its holder answered an SMS with a word that means no more of them. */
  | 'stop'
  /** Its holder was erased at their wish: no advertising to it, whoever lists it again. */
  | 'erased'
  | 'by-hand';

export type Channel = 'email' | 'phone';

export const LIFTINGS = ['with-reason', 'with-consent', 'never'] as const;
export type Lifting = (typeof LIFTINGS)[number];

/**
 * What it takes to send to an address again. One that was dead may have been mended, and who suppressed it by hand may have
 * erred. What its holder wished ends only when they wish otherwise since. That somebody was erased is kept for good, as is
 * what a later version wrote.
 */
export function liftingOf(reason: string): Lifting {
  switch (reason) {
    case 'hard-bounce':
    case 'by-hand':
      return 'with-reason';
    case 'complaint':
    case 'stop':
      return 'with-consent';
    default:
      return 'never';
  }
}

/** What is known of an address; reasons that a later version wrote hold everything back. */
export interface Suppression {
  readonly reason: string;
  readonly at: Instant;
}

export interface SaidOfTopic {
  readonly topic: string;
  readonly granted: boolean;
  readonly at: Instant;
}

/**
 * Whether what is known of an address holds a message back. That somebody was erased is their objection to advertising (GDPR art. 21 (3)),
 * which a list that still has them must not undo. It isn't one to what they ask for themselves afterwards: service mail goes,
 * and a consent that is newer ends it for its topic.
 */
export function holdsBack(
  suppressions: readonly Suppression[],
  message: { readonly purpose: Purpose; readonly topic: string | null },
  said: readonly SaidOfTopic[],
): boolean {
  return suppressions.some((suppression) => {
    if (suppression.reason !== 'erased') return true;
    if (message.purpose !== 'marketing') return false;
    return !said.some(({ topic, granted, at }) => granted && at > suppression.at && covers([topic], message.topic));
  });
}
