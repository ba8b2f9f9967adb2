import { ALWAYS } from '../../domain/calendar/calendar.js';
import { type SendWindow, windowState } from '../../domain/calendar/window.js';
import type { Instant } from '../../domain/instant.js';

/** When a rep works. */
export const OFFICE: SendWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' };
/** When a customer may answer a mail: evenings and weekends too, but nobody is up at night. */
export const AWAKE: SendWindow = { from: '07:30', to: '22:00' };

/**
 * The instant itself if the hours hold then, else a moment after they begin again: later by `fraction` (0 to 1) of three
 * hours, so that not everybody acts at the stroke of nine.
 */
export function intoHours(at: Instant, hours: SendWindow, zone: string, fraction: number): Instant {
  const state = windowState(at, hours, { zone, calendar: ALWAYS, calendarNamed: false });
  return state.open ? at : state.opensAt + Math.round(fraction * 3 * 3_600_000);
}
