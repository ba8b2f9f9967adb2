import type { CampaignView } from '../../api/contracts/campaigns.js';
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

export const actsOf = ({ state }: Pick<CampaignView, 'state'>, role: Role): readonly Act[] =>
  mayCampaign(role) ? BY_STATE[state] : [];

/** Whether the person wrote it, changed it last or asked for it: then somebody else approves it. */
export const isOwn = (
  { createdBy, editedBy, askedBy }: Pick<CampaignView, 'createdBy' | 'editedBy' | 'askedBy'>,
  userId: string,
): boolean => [createdBy, editedBy, askedBy].includes(userId);

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
