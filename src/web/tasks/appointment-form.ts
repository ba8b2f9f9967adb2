import type { AppointmentView } from '../../api/contracts/appointments.js';
import { isZone } from '../contacts/edit.js';

/* What a person types of an appointment: times on the wall clock of its zone, as `2027-01-04T09:30`. Pure. */

export interface AppointmentForm {
  readonly begins: string;
  readonly ends: string;
  readonly zone: string;
  readonly place: string;
  readonly words: string;
  readonly invites: boolean;
}

const MINUTE = 60_000;
/** How long one usually lasts, until somebody says otherwise. */
const USUAL_MINUTES: Readonly<Record<string, number>> = { call: 30, meeting: 60, visit: 60 };
const WALL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What the dialog begins with: the appointment as it stands, or an empty form in the zone that is usual for it. */
export function initialForm(standing: AppointmentView | null, zone: string, canInvite: boolean): AppointmentForm {
  if (standing === null) return { begins: '', ends: '', zone, place: '', words: '', invites: canInvite };
  return {
    begins: standing.beginsLocal.slice(0, 16),
    ends: standing.endsLocal.slice(0, 16),
    zone: standing.zone,
    place: standing.place ?? '',
    words: standing.words ?? '',
    invites: standing.invites,
  };
}

/** Another begin: it lasts as long as before, or as such a task usually does. */
export function moved(form: AppointmentForm, begins: string, kind: string): AppointmentForm {
  if (!WALL_TIME.test(begins)) return { ...form, begins };
  const lasts = WALL_TIME.test(form.begins) && form.begins < form.ends ? clock(form.ends) - clock(form.begins) : null;
  const ends = clock(begins) + (lasts ?? (USUAL_MINUTES[kind] ?? 60) * MINUTE);
  return { ...form, begins, ends: new Date(ends).toISOString().slice(0, 16) };
}

/** A wall clock's reading as a number, to count with on the same clock. */
const clock = (local: string): number => Date.parse(`${local}:00Z`);

export type FormFault = 'timesMissing' | 'endsFirst' | 'zoneFault';

export function faultOf({ begins, ends, zone }: AppointmentForm): FormFault | null {
  if (!WALL_TIME.test(begins) || !WALL_TIME.test(ends)) return 'timesMissing';
  if (zone.trim() === '' || !isZone(zone)) return 'zoneFault';
  return ends <= begins ? 'endsFirst' : null;
}

/** When, as the API takes it. */
export const whenOf = ({ begins, ends, zone }: AppointmentForm) => ({ begins, ends, zone: zone.trim() });

/** All of it; what its entry is called stays as it was said elsewhere. */
export function bodyOf(form: AppointmentForm, title: string | null) {
  const [place, words] = [form.place.trim(), form.words.trim()];
  return {
    ...whenOf(form),
    ...(place === '' ? {} : { place }),
    ...(words === '' ? {} : { words }),
    ...(title === null ? {} : { title }),
    invites: form.invites,
  };
}
