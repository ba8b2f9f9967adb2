import type { CampaignCheck } from '../../api/contracts/campaign-looks.js';

/* What the gate would say of a whole audience, added up page by page. Pure. */

type Reason = CampaignCheck['reasons'][number];

export interface Checked {
  /** Of the text that was looked at. */
  readonly revision: number;
  readonly size: number;
  readonly seen: number;
  readonly send: number;
  readonly heldOut: number;
  /** Which of its messages was asked about, and how many more there are. */
  readonly message: CampaignCheck['step'];
  readonly more: number;
  /** Most first. */
  readonly reasons: readonly Reason[];
  readonly isWhole: boolean;
}

export const MOST_SAMPLES = 20;

/** The sum with one page more; `before` null: it is the first. */
export function withPage(before: Checked | null, page: CampaignCheck): Checked {
  const reasons = new Map((before?.reasons ?? []).map((each) => [keyOf(each), each]));
  for (const each of page.reasons) {
    const known = reasons.get(keyOf(each));
    reasons.set(keyOf(each), {
      ...each,
      count: each.count + (known?.count ?? 0),
      samples: [...(known?.samples ?? []), ...each.samples].slice(0, MOST_SAMPLES),
    });
  }
  const seen = (before?.seen ?? 0) + page.seen;
  return {
    revision: page.revision,
    size: Math.max(before?.size ?? page.size ?? 0, seen),
    seen,
    send: (before?.send ?? 0) + page.send,
    heldOut: (before?.heldOut ?? 0) + page.heldOut,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1)),
    message: page.step,
    more: page.steps.length - 1,
    isWhole: !page.hasMore,
  };
}

const keyOf = ({ answer, code }: Reason): string => `${answer} ${code}`;
