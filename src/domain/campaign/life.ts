import { assertNever, err, ok, type Result } from '../result.js';

/** Where a campaign stands in its one life: draft to done. */
export type CampaignLife =
  | { readonly state: 'draft' }
  /** Larger than the deployment lets one person send alone; `revision` is what was looked at. `grew`: only since then. */
  | { readonly state: 'awaiting-approval'; readonly revision: number; readonly grew: boolean }
  | { readonly state: 'scheduled'; readonly approved: boolean }
  | { readonly state: 'sending' }
  | { readonly state: 'paused'; readonly reason: PauseReason }
  | { readonly state: 'stopped'; readonly reason: StopReason }
  | { readonly state: 'done' };

export type CampaignState = CampaignLife['state'];

export const CAMPAIGN_STATES = [
  'draft',
  'awaiting-approval',
  'scheduled',
  'sending',
  'paused',
  'stopped',
  'done',
] as const satisfies readonly CampaignState[];

/** A person, or what the engine saw: each is a code with words in both languages. */
export const PAUSE_REASONS = [
  'by-hand',
  'too-many-bounces',
  'too-many-complaints',
  'provider-failing',
  'template-failing',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** `empty-audience`: when its time came, nobody fitted any more. */
export const STOP_REASONS = ['by-hand', 'empty-audience'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** Whether nothing will happen to it any more. */
export const isOver = (state: CampaignState): boolean => state === 'stopped' || state === 'done';

/** Whether its audience stands in rows. */
export const isFrozen = (state: CampaignState): boolean =>
  state === 'sending' || state === 'paused' || state === 'stopped' || state === 'done';

/** What people, and the engine, can do with it. */
export type CampaignCommand =
  /** `revision`: what was read; somebody else may have changed it since. */
  | { readonly type: 'edit'; readonly revision: number }
  | { readonly type: 'discard' }
  | { readonly type: 'schedule'; readonly revision: number; readonly size: number }
  | { readonly type: 'approve'; readonly revision: number }
  | { readonly type: 'send-back' }
  | { readonly type: 'unschedule' }
  | { readonly type: 'set-rate' }
  /** Its time has come, and its audience was counted. */
  | { readonly type: 'begin'; readonly size: number }
  | { readonly type: 'pause'; readonly reason: PauseReason }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  /** `unsettled`: recipients of whom nobody knows yet what comes of them. */
  | { readonly type: 'finish'; readonly unsettled: number };

export type CampaignCommandType = CampaignCommand['type'];

/** A code of src/domain/error-codes. */
export type CampaignRefusal =
  | 'campaign-not-draft'
  | 'campaign-changed'
  | 'campaign-not-awaiting'
  | 'own-campaign'
  | 'campaign-not-scheduled'
  | 'campaign-not-sending'
  | 'campaign-not-paused'
  | 'campaign-over'
  | 'empty-audience'
  | 'campaign-unsettled';

/** What is judged beside the state. */
export interface Circumstances {
  /** Raised by every change of the text. */
  readonly revision: number;
  /** Who made the draft, changed it last, or asked for it to go out: none of them approves it. */
  readonly authors: readonly string[];
  readonly actorId: string;
  /** More recipients than that need another person's approval; null: none do. */
  readonly approvalAbove: number | null;
}

/** `gone`: a draft that was thrown away. */
export type NextLife = CampaignLife | { readonly state: 'gone' };

/** What a command makes of a campaign, or why it can't be. */
export function nextLife(
  life: CampaignLife,
  command: CampaignCommand,
  around: Circumstances,
): Result<NextLife, CampaignRefusal> {
  switch (command.type) {
    case 'edit':
      return edit(life, command.revision, around);
    case 'discard':
      return life.state === 'draft' ? ok({ state: 'gone' }) : err('campaign-not-draft');
    case 'schedule':
      return schedule(life, command, around);
    case 'approve':
      return approve(life, command.revision, around);
    case 'send-back':
      return life.state === 'awaiting-approval' ? ok({ state: 'draft' }) : err('campaign-not-awaiting');
    case 'unschedule':
      return life.state === 'scheduled' ? ok({ state: 'draft' }) : err('campaign-not-scheduled');
    case 'set-rate':
      return isOver(life.state) ? err('campaign-over') : ok(life);
    case 'begin':
      return begin(life, command.size, around);
    case 'pause':
      return pause(life, command.reason);
    case 'resume':
      return resume(life);
    case 'stop':
      return stop(life);
    case 'finish':
      if (life.state !== 'sending') return err('campaign-not-sending');
      return command.unsettled === 0 ? ok({ state: 'done' }) : err('campaign-unsettled');
    default:
      return assertNever(command);
  }
}

/** What is asked for may still be changed: then nobody has looked at it. */
function edit({ state }: CampaignLife, revision: number, around: Circumstances): Result<CampaignLife, CampaignRefusal> {
  if (state !== 'draft' && state !== 'awaiting-approval') return err('campaign-not-draft');
  return revision === around.revision ? ok({ state: 'draft' }) : err('campaign-changed');
}

function schedule(
  { state }: CampaignLife,
  { revision, size }: { readonly revision: number; readonly size: number },
  around: Circumstances,
): Result<CampaignLife, CampaignRefusal> {
  if (state !== 'draft') return err('campaign-not-draft');
  if (revision !== around.revision) return err('campaign-changed');
  if (size === 0) return err('empty-audience');
  return needsApproval(size, around)
    ? ok({ state: 'awaiting-approval', revision, grew: false })
    : ok({ state: 'scheduled', approved: false });
}

function approve(
  life: CampaignLife,
  revision: number,
  { authors, actorId }: Circumstances,
): Result<CampaignLife, CampaignRefusal> {
  if (life.state !== 'awaiting-approval') return err('campaign-not-awaiting');
  if (life.revision !== revision) return err('campaign-changed');
  return authors.includes(actorId) ? err('own-campaign') : ok({ state: 'scheduled', approved: true });
}

/** One that has grown past what one person may send alone waits for the other. */
function begin(life: CampaignLife, size: number, around: Circumstances): Result<CampaignLife, CampaignRefusal> {
  if (life.state !== 'scheduled') return err('campaign-not-scheduled');
  if (size === 0) return ok({ state: 'stopped', reason: 'empty-audience' });
  return needsApproval(size, around) && !life.approved
    ? ok({ state: 'awaiting-approval', revision: around.revision, grew: true })
    : ok({ state: 'sending' });
}

function pause({ state }: CampaignLife, reason: PauseReason): Result<CampaignLife, CampaignRefusal> {
  if (isOver(state)) return err('campaign-over');
  return state === 'sending' ? ok({ state: 'paused', reason }) : err('campaign-not-sending');
}

function resume({ state }: CampaignLife): Result<CampaignLife, CampaignRefusal> {
  if (isOver(state)) return err('campaign-over');
  return state === 'paused' ? ok({ state: 'sending' }) : err('campaign-not-paused');
}

function stop({ state }: CampaignLife): Result<CampaignLife, CampaignRefusal> {
  if (isOver(state)) return err('campaign-over');
  return state === 'scheduled' || state === 'sending' || state === 'paused'
    ? ok({ state: 'stopped', reason: 'by-hand' })
    : err('campaign-not-scheduled');
}

export const needsApproval = (size: number, { approvalAbove }: Pick<Circumstances, 'approvalAbove'>): boolean =>
  approvalAbove !== null && size > approvalAbove;
