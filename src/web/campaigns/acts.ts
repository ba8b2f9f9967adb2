import type { CampaignDraftView, CampaignView } from '../../api/contracts/campaigns.js';
import type { Role } from '../../api/contracts/common.js';

/* What can be done with a campaign as it stands, by whom. Pure. */

export const ACTS = [
  ...(['approve', 'send-back', 'unschedule', 'pause', 'resume', 'rate', 'stop', 'discard'] as const),
] as const;
export type Act = (typeof ACTS)[number];

const BY_STATE: { readonly [state in CampaignView['state']]: readonly Act[] } = {
  draft: ['discard'],
  'awaiting-approval': ['approve', 'send-back'],
  scheduled: ['unschedule', 'rate', 'stop'],
  sending: ['pause', 'rate', 'stop'],
  paused: ['resume', 'rate', 'stop'],
  stopped: [],
  done: [],
};

/** Whether the role makes campaigns; who doesn't looks on. */
export const mayCampaign = (role: Role): boolean => role === 'ops' || role === 'manager' || role === 'marketing';

/** `mayApprove`: whether it is theirs to approve, as the API says. */
export const actsOf = (
  { state, mayApprove }: Pick<CampaignDraftView, 'state' | 'mayApprove'>,
  role: Role,
): readonly Act[] => (mayCampaign(role) ? BY_STATE[state].filter((act) => act !== 'approve' || mayApprove) : []);

/** What can't be taken back. */
export const isDanger = (act: Act): boolean => act === 'stop' || act === 'discard';

const BIG = 100_000;

/**
 * How often what no stream tells is read again: a second or two while people watch it go out, more rarely where the
 * sum is of very many rows, and now and then while it waits for its time.
 */
export function readEvery({ state, audience }: Pick<CampaignView, 'state' | 'audience'>): number | undefined {
  if (state === 'sending') return (audience ?? 0) > BIG ? 5_000 : 1_000;
  return state === 'scheduled' || state === 'paused' ? 5_000 : undefined;
}
