import type { BulkCommandInput, BulkFilter } from '../../api/contracts/bulks.js';
import type { Role } from '../../api/contracts/common.js';
import type { Asked } from '../journeys/address.js';

/* What a bulk is for and what it does, as the person has chosen it. Pure. */

/** Whom the list's filters mean; its state is left out: a bulk is for open journeys. */
export function filterOf(asked: Asked, myId: string): BulkFilter {
  const { q, definition, version, stage, phase, owner, contact, attention, late } = asked;
  return {
    ...(q.trim() === '' ? {} : { q: q.trim().slice(0, 100) }),
    ...(definition === '' ? {} : { definition }),
    ...(version === null ? {} : { version }),
    ...(stage === '' ? {} : { stage: [stage] }),
    ...(asked.status === 'ended' ? { phase: ['ended'] } : phase.length === 0 ? {} : { phase: [...phase] }),
    ...(owner === '' ? {} : { owner: owner === 'me' ? myId : owner }),
    ...(contact === '' ? {} : { contact }),
    ...(attention ? { attention } : {}),
    ...(late ? { late } : {}),
  };
}

const OF_ALL = ['pause', 'resume', 'exit', 'skip', 'send-now', 'move', 'goal'] as const;
const OF_LEADERS = [...OF_ALL, 'retry', 'reassign'] as const;
export type Kind = (typeof OF_LEADERS)[number];

/** Which commands a role may give. To give many journeys one instant is left to the command line. */
export function kindsFor(role: Role): readonly Kind[] {
  if (role === 'ops' || role === 'manager') return OF_LEADERS;
  return role === 'rep' ? OF_ALL : [];
}

export interface Choice {
  readonly kind: Kind | null;
  readonly missed: 'now' | 'spread' | 'skip';
  readonly outcome: string;
  readonly stage: string;
  readonly ownerId: string | null;
  readonly rate: string;
}

export const FIRST_CHOICE: Choice = {
  kind: null,
  missed: 'spread',
  outcome: 'exited',
  stage: '',
  ownerId: null,
  rate: '600',
};

/** As the API takes an id. */
const isName = (text: string): boolean => /^[^\s\p{Cc}]{1,100}$/u.test(text);

export const rateOf = ({ rate }: Choice): number | null => {
  const value = Number(rate.trim());
  return /^\d+$/.test(rate.trim()) && value >= 1 && value <= 6_000 ? value : null;
};

export type Fault = 'commandMissing' | 'outcomeWrong' | 'stageMissing' | 'ownerMissing' | 'rateWrong';

/** The command, or what is missing of it: the key of its words. */
export function commandOf(choice: Choice): BulkCommandInput | Fault {
  const { kind, missed, outcome, stage, ownerId } = choice;
  if (kind === null) return 'commandMissing';
  if (rateOf(choice) === null) return 'rateWrong';
  switch (kind) {
    case 'resume':
      return { kind, missed };
    case 'exit':
      return isName(outcome.trim()) ? { kind, outcome: outcome.trim() } : 'outcomeWrong';
    case 'move':
      return isName(stage.trim()) ? { kind, stage: stage.trim() } : 'stageMissing';
    case 'reassign':
      return ownerId === null ? 'ownerMissing' : { kind, ownerId };
    default:
      return { kind };
  }
}
