import type { CampaignDetail } from '../../api/contracts/campaigns.js';

/* What the bar and the figures of a sum show. Pure. */

export type Sum = NonNullable<CampaignDetail['sum']>;
export type Part = keyof Sum['parts'];

/** In the order of the bar: what went out, what will not, what is open. */
export const PART_ORDER = [
  ...(['sent', 'begun', 'refused', 'skipped', 'uncertain', 'heldOut', 'deferred', 'notYet'] as const),
] as const satisfies readonly Part[];

export const isPart = (text: string): text is Part => PART_ORDER.some((part) => part === text);

export interface ShownPart {
  readonly part: Part;
  readonly count: number;
  /** Of the audience, from 0 to 1. */
  readonly share: number;
  /** Most first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Parts that are always told, because people ask for them; the others when somebody is in them. */
const ALWAYS: { readonly [way in 'mail' | 'journeys']: readonly Part[] } = {
  mail: ['sent', 'notYet'],
  journeys: ['begun', 'notYet'],
};

export function shownParts({ audience, parts, reasons }: Sum, way: 'mail' | 'journeys'): readonly ShownPart[] {
  return PART_ORDER.filter((part) => parts[part] > 0 || ALWAYS[way].includes(part)).map((part) => ({
    part,
    count: parts[part],
    share: audience === 0 ? 0 : parts[part] / audience,
    reasons: reasons
      .filter((each) => each.part === part)
      .map(({ reason, count }) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  }));
}

/** How many are settled: nothing is to come for them by itself. */
export const settledOf = ({ audience, parts }: Sum): number => audience - parts.notYet - parts.deferred;

/** How long the rest takes at a rate, in milliseconds; null: there is no rate, or nobody is left. */
export function restAt({ parts }: Sum, perMinute: number | null): number | null {
  return perMinute === null || parts.notYet === 0 ? null : Math.ceil(parts.notYet / perMinute) * 60_000;
}
