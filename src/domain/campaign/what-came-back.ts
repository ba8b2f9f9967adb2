import type { PauseReason } from './life.js';

/*
 * Whether what comes back of a campaign's mails says that it should stop: dead addresses and complaints are what mail providers judge
 * a sender by, and a template that fails for many was not meant so.
 */

/** Counts of a campaign so far. */
export interface CameBackSoFar {
  /** Handed over, or refused before that. */
  readonly sent: number;
  /** Refused by their servers for good, or come back as dead. */
  readonly bounced: number;
  readonly complained: number;
  /** Left out because the template could not be rendered for them. */
  readonly failed: number;
}

export const NOTHING_CAME_BACK: CameBackSoFar = { sent: 0, bounced: 0, complained: 0, failed: 0 };

/** Per cent of what was sent above which a campaign is paused. */
export interface CameBackLimits {
  readonly bounces: number;
  readonly complaints: number;
}

/** Fewer say nothing of the rest, whatever share they are. */
const FEWEST = { bounced: 10, complained: 3, failed: 20 } as const;
/** Per cent of those that were tried. */
const MOST_FAILED = 10;

/** Whether a rate can be too high at all: then it is worth to count what was sent. */
export const mayBeTooMany = ({ bounced, complained, failed }: Omit<CameBackSoFar, 'sent'>): boolean =>
  bounced >= FEWEST.bounced || complained >= FEWEST.complained || failed >= FEWEST.failed;

/** If so many were sent, or more, what came back is no reason to pause it. */
export function enoughSent(
  seen: Omit<CameBackSoFar, 'sent'>,
  before: CameBackSoFar,
  { bounces, complaints }: CameBackLimits,
): number {
  const since = (key: keyof typeof seen, perCent: number): number =>
    perCent === 0 ? Number.POSITIVE_INFINITY : (Math.max(0, seen[key] - before[key]) * 100) / perCent;
  const most = Math.max(since('bounced', bounces), since('complained', complaints), since('failed', MOST_FAILED));
  return Math.min(MOST_COUNTED, before.sent + Math.ceil(most));
}

/** As many as an audience can have. */
const MOST_COUNTED = 2 ** 31 - 1;

/** Why it should be paused; null: all is well. `before`: what was seen when a person let it go on, which is held against it no more. */
export function reasonToPause(
  seen: CameBackSoFar,
  before: CameBackSoFar,
  limits: CameBackLimits,
): Extract<PauseReason, 'too-many-bounces' | 'too-many-complaints' | 'template-failing'> | null {
  const since = (key: keyof CameBackSoFar): number => Math.max(0, seen[key] - before[key]);
  const isAbove = (key: 'bounced' | 'complained' | 'failed', of: number, perCent: number): boolean =>
    since(key) >= FEWEST[key] && since(key) * 100 > of * perCent;
  const sent = since('sent');
  if (isAbove('complained', sent, limits.complaints)) return 'too-many-complaints';
  if (isAbove('bounced', sent, limits.bounces)) return 'too-many-bounces';
  return isAbove('failed', sent + since('failed'), MOST_FAILED) ? 'template-failing' : null;
}
