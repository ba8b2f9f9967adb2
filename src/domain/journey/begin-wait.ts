import { addDuration } from '../calendar/add-duration.js';
import { parseDateValue, parseLocalTime } from '../calendar/date-value.js';
import { isFestival } from '../calendar/festival.js';
import { nextLocalTime } from '../calendar/local-time.js';
import { dateWait, nextFestival } from '../calendar/occurrence.js';
import type { WindowPlace } from '../calendar/window.js';
import type { EventMatch, Until, WaitStep } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { type FactEvent, oldestFirst } from './facts.js';
import { lookupIn } from './lookup.js';
import { zoneOfContact } from './place.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';

/** What ends a wait by time, if anything does. */
export const untilOf = (wait: WaitStep): Until | undefined => (wait.type === 'until' ? wait.until : wait.upTo);

/** When a timed wait ends; `missing`: it names a date that has no value. */
export type DueTime = { readonly due: Instant; readonly moves: boolean; readonly business: boolean } | 'missing';

/** The instant `until` means for a wait that begins at `from`. Only durations move with a pause. */
export function dueTime(run: Run, until: Until, from: Instant, place: WindowPlace): DueTime {
  switch (until.type) {
    case 'duration':
      return {
        due: addDuration(from, until.duration, place),
        moves: true,
        business: until.duration.unit.startsWith('business'),
      };
    case 'time':
      return { due: nextLocalTime(from, until.time, until.days, place.zone), moves: false, business: false };
    case 'date': {
      const value = parseDateValue(lookupIn(run.program, run.state, run.facts, null)(until.path));
      if (value === undefined) return 'missing';
      return {
        due: dateWait({ value, at: until.at, shift: until.shift, every: until.every }, from, place),
        moves: false,
        business: false,
      };
    }
    case 'festival':
      if (!isFestival(until.festival))
        throw new Error(`unknown festival "${until.festival}"; expected lint to have refused it`);
      return { due: nextFestival(from, until.festival, until.at, until.shift, place), moves: false, business: false };
    case 'local': {
      const zone = until.timezone === 'contact' ? zoneOfContact(run.facts, run.deployment) : until.timezone;
      const due = parseLocalTime(until.time, zone);
      if (due === undefined)
        throw new Error(`"${until.time}" is no local time; expected the schema to have refused it`);
      return { due, moves: false, business: false };
    }
    default:
      return assertNever(until);
  }
}

/** Whether an event is one a track's event wait takes: of the right kind, and not one that already ended a wait of it. */
export function fits(run: Run, match: EventMatch, event: FactEvent, track: TrackState): boolean {
  return !track.used.includes(event.id) && run.hears(match, event);
}

/**
 * The look-back of an event wait: the first fitting event after the track's latest effect, up to the wait's beginning.
 * One that was heard already counts whatever its instant: nobody will tell of it again (law 10).
 */
export function earlierEvent(run: Run, match: EventMatch, track: TrackState): FactEvent | null {
  const candidates = run.facts.events
    .filter((event) => event.at > track.effectAt && (event.at <= track.instant || run.wasHeard(event)))
    .sort(oldestFirst);
  return candidates.find((event) => fits(run, match, event, track)) ?? null;
}
