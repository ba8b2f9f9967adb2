import type { Instant } from './instant.js';

/** Why a journey does not move though it should, most telling first: of several, the first is told. */
export const STUCK_REASONS = ['failing', 'untold', 'not-begun', 'due', 'unheard'] as const;
export type StuckReason = (typeof STUCK_REASONS)[number];

/** What the rule looks at. Business time, but for those named real. */
export interface StuckQuestion {
  readonly status: string;
  readonly phase: string;
  readonly startedAt: Instant;
  readonly nextAt: Instant | null;
  readonly poked: boolean;
  readonly realPokedAt: Instant | null;
  /** Real instant of the oldest telling that Temporal did not get. */
  readonly untoldSince: Instant | null;
  /** Temporal reports that its workflow task fails again and again. */
  readonly failing: boolean;
}

/** Before when something must have happened, or it is stuck. */
export interface StuckBefore {
  readonly business: Instant;
  readonly real: Instant;
}

/** Why an open journey is stuck; null: it isn't. What waits for a person (`held`, `uncertain`) is told elsewhere. */
export function stuckReason(journey: StuckQuestion, before: StuckBefore): StuckReason | null {
  if (journey.status !== 'open') return null;
  return STUCK_REASONS.find((reason) => HOLDS[reason](journey, before)) ?? null;
}

const isBefore = (at: Instant | null, before: Instant): boolean => at !== null && at < before;

const HOLDS: { readonly [reason in StuckReason]: (journey: StuckQuestion, before: StuckBefore) => boolean } = {
  /** No worker can go on with it: a build that doesn't fit its history, for one. */
  failing: ({ failing }) => failing,
  /** Temporal was not told to start or to wake it. */
  untold: ({ untoldSince }, { real }) => isBefore(untoldSince, real),
  'not-begun': ({ phase, startedAt }, { business }) => phase === 'starting' && isBefore(startedAt, business),
  due: ({ nextAt }, { business }) => isBefore(nextAt, business),
  /** It was woken and has not looked. */
  unheard: ({ poked, realPokedAt }, { real }) => poked && isBefore(realPokedAt, real),
};
