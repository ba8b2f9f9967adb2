import type { PoolSettings, PoolView } from '../../api/contracts/pools.js';

/** A pool's settings as they are typed; empty is none. */
export interface PoolForm {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly adminId: string;
  readonly claimable: boolean;
  readonly notifyOnClaim: boolean;
  readonly unworkedLimit: string;
  readonly holdLimit: string;
  readonly followUpWithin: string;
  readonly remindBefore: string;
  readonly coolDown: string;
}

const EMPTY: PoolForm = {
  id: '',
  name: '',
  teamId: '',
  adminId: '',
  claimable: true,
  notifyOnClaim: true,
  unworkedLimit: '',
  holdLimit: '',
  followUpWithin: '2 business days',
  remindBefore: '4 business hours',
  coolDown: '30 days',
};

export function formOf(pool: PoolView | null): PoolForm {
  if (pool === null) return EMPTY;
  const { id, name, teamId, claimable, notifyOnClaim } = pool;
  return {
    ...{ id, name, teamId, claimable, notifyOnClaim },
    adminId: pool.adminId ?? '',
    unworkedLimit: pool.unworkedLimit === null ? '' : String(pool.unworkedLimit),
    holdLimit: pool.holdLimit === null ? '' : String(pool.holdLimit),
    followUpWithin: pool.followUpWithin ?? '',
    remindBefore: pool.remindBefore ?? '',
    coolDown: pool.coolDown ?? '',
  };
}

/** A whole number of at least 1, or nothing. */
export const isLimit = (text: string): boolean => /^([1-9]\d{0,5})?$/.test(text.trim());

function settingsOf(form: PoolForm) {
  const orNone = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const number = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  const { claimable, notifyOnClaim } = form;
  return {
    claimable,
    notifyOnClaim,
    name: form.name.trim(),
    teamId: form.teamId.trim(),
    adminId: orNone(form.adminId),
    unworkedLimit: number(form.unworkedLimit),
    holdLimit: number(form.holdLimit),
    followUpWithin: orNone(form.followUpWithin),
    // Without a time there is nothing to remind of.
    remindBefore: form.followUpWithin.trim() === '' ? null : orNone(form.remindBefore),
    coolDown: orNone(form.coolDown),
  };
}

/** All that is said of a new pool. */
export const newPool = (form: PoolForm) => ({ id: form.id.trim(), ...settingsOf(form) });

/** What differs from before, and nothing else: what somebody else changes meanwhile stays. */
export function changesOf(before: PoolForm, now: PoolForm): PoolSettings {
  const [old, wanted] = [settingsOf(before), settingsOf(now)];
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => old[field as keyof typeof old] !== value),
  );
}
