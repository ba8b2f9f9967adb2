import { PARTS, type Part, partOf, type RecipientOutcome, type RecipientState } from './recipient.js';

/** How many of an audience are in each part; together they are the audience, at any moment. */
export interface CampaignSum {
  readonly audience: number;
  readonly parts: { readonly [part in Part]: number };
  /** Of those parts that have reasons: how many for each, most first. */
  readonly reasons: readonly { readonly part: Part; readonly reason: string; readonly count: number }[];
}

/** So many recipients that stand alike. */
export interface Standing {
  readonly state: RecipientState;
  readonly outcome: RecipientOutcome | null;
  readonly reason: string | null;
  readonly count: number;
}

/** Adds up an audience from its rows, counted by how they stand. */
export function sumOf(audience: number, standings: readonly Standing[]): CampaignSum {
  const parts = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;
  const reasons = new Map<string, { part: Part; reason: string; count: number }>();
  for (const { count, reason, ...standing } of standings) {
    const part = partOf(standing);
    parts[part] += count;
    if (reason === null) continue;
    const key = `${part}/${reason}`;
    const known = reasons.get(key) ?? { part, reason, count: 0 };
    reasons.set(key, { ...known, count: known.count + count });
  }
  const byCount = [...reasons.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  return { audience, parts, reasons: byCount };
}

/** Whether nobody is missing and nobody is counted twice. */
export const holds = ({ audience, parts }: CampaignSum): boolean =>
  PARTS.reduce((total, part) => total + parts[part], 0) === audience;
