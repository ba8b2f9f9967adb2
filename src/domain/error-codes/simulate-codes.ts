import type { SimulationCode } from '../simulate/finding.js';
import type { CodeEntry } from './code-entry.js';

/** What `simulate` objects to in a contact's or an events' file, beside what lint says of files. */
export const SIMULATE_CODES = {
  'bad-json': {
    http: 422,
    exit: 1,
    title: 'A file that is no JSON',
    help: 'Correct it at the place that the message names: keys and texts in double quotes, no comma at the end.',
  },
  'bad-line': {
    http: 422,
    exit: 1,
    title: 'A line that is no JSON object',
    help: 'Write one JSON object a line: {"at": "2027-01-04T09:00:00Z", "type": "email.replied", "step": "hello"}.',
  },
  'bad-instant': {
    http: 422,
    exit: 1,
    title: 'No instant',
    help: 'Write date, time and Z or an offset: 2027-01-04T09:00:00Z, 2027-01-04T17:00:00+08:00.',
  },
  'event-too-early': {
    http: 422,
    exit: 1,
    title: 'An event before the start',
    help: 'Begin the simulation earlier, or take the event out: what happened before is in the records.',
  },
  'event-out-of-order': {
    http: 422,
    exit: 1,
    title: 'An event before the one above it',
    help: 'Sort the events by their instants, the oldest first.',
  },
  'misplaced-pause': {
    http: 422,
    exit: 1,
    title: 'A pause in a pause, or a resume without one',
    help: 'Let journey.paused and journey.resumed follow each other in turn.',
  },
} as const satisfies { readonly [code in SimulationCode]: CodeEntry };
