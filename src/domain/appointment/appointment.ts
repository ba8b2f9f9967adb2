import type { Instant } from '../instant.js';

/** Kinds of tasks that are done at a time and a place. */
export const APPOINTED_KINDS = ['visit', 'meeting', 'call'] as const;
export type AppointedKind = (typeof APPOINTED_KINDS)[number];

export const isAppointedKind = (kind: string): kind is AppointedKind =>
  (APPOINTED_KINDS as readonly string[]).includes(kind);

/** When and where, as its person said it. */
export interface Arrangement {
  readonly begins: Instant;
  readonly ends: Instant;
  /** IANA: whose wall clock it was made by. */
  readonly zone: string;
  readonly place: string | null;
  /** What the customer's calendar calls it; null: by its kind and person. */
  readonly title: string | null;
  /** Words to the customer. */
  readonly words: string | null;
  /** Whether the customer is to hear of it; else only who does it. */
  readonly invites: boolean;
}

/** What was arranged and who has heard of it, as its row says. */
export interface Standing extends Pick<Arrangement, 'begins' | 'invites'> {
  readonly state: 'standing' | 'cancelled';
  readonly organiserId: string;
  readonly sequence: number;
  /** Up to which change; null: of nothing. */
  readonly contactTold: number | null;
  /** The entry is in the contact's calendar, as far as one can know. */
  readonly contactHas: boolean;
  readonly ownerTold: number | null;
}

export interface ItsTask {
  readonly status: 'open' | 'done' | 'withdrawn';
  readonly assigneeId: string | null;
}

/** Why an appointment is no more. */
export type CancelReason = 'by-person' | 'task-done' | 'task-withdrawn' | 'another-owner' | 'nobody';

/** What becomes of an appointment by what has become of its task. */
export type Consequence =
  | { readonly type: 'stays' }
  /** `heir`: who does it from now on, under an entry of their own: an entry keeps its organiser for life (RFC 5546, 2.1.3). */
  | { readonly type: 'cancel'; readonly reason: CancelReason; readonly heir: string | null };

/** What has begun is not called off any more, whatever comes of its task. */
export function consequence(standing: Standing, task: ItsTask, now: Instant): Consequence {
  if (standing.state === 'cancelled' || standing.begins <= now) return { type: 'stays' };
  if (task.status === 'done') return { type: 'cancel', reason: 'task-done', heir: null };
  if (task.status === 'withdrawn') return { type: 'cancel', reason: 'task-withdrawn', heir: null };
  if (task.assigneeId === standing.organiserId) return { type: 'stays' };
  return task.assigneeId === null
    ? { type: 'cancel', reason: 'nobody', heir: null }
    : { type: 'cancel', reason: 'another-owner', heir: task.assigneeId };
}

export type Telling = 'REQUEST' | 'CANCEL' | null;

/** What the contact is to be told now; null: they know it, or it is none of theirs, or too late. */
export function toContact(standing: Standing, now: Instant): Telling {
  if (standing.contactTold === standing.sequence || standing.begins <= now) return null;
  if (standing.state === 'standing' && standing.invites) return 'REQUEST';
  return standing.contactHas ? 'CANCEL' : null;
}

/** The same for whose appointment it is. */
export function toOwner(standing: Standing, now: Instant): Telling {
  if (standing.ownerTold === standing.sequence || standing.begins <= now) return null;
  if (standing.state === 'standing') return 'REQUEST';
  return standing.ownerTold === null ? null : 'CANCEL';
}

const PREFIX = 'appointment/';

/** The ledger's and the journal's step of an appointment's mails. No step of a definition has a slash. */
export const stepOf = (appointmentId: string): string => `${PREFIX}${appointmentId}`;
export const isAppointmentStep = (stepId: string): boolean => stepId.startsWith(PREFIX);

/** A change's mail: the first is 1, as of any step. */
export const occurrenceOf = (sequence: number): number => sequence + 1;

export const uidOf = (appointmentId: string, host: string): string => `${appointmentId}@${host}`;

/** The id in a UID of ours, in whatever case a program gives it back; null: it is none. */
export function appointmentOf(uid: string, host: string): string | null {
  const [, id, at] = /^(apt_[0-9a-z]{1,60})@([a-z0-9.-]{1,255})$/.exec(uid.trim().toLowerCase()) ?? [];
  return id !== undefined && at === host.toLowerCase() ? id : null;
}
