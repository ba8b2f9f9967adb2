import type { LintWorld } from '../../src/cli/ports.js';
import { ALWAYS } from '../../src/domain/calendar/calendar.js';
import { BUILT_IN_EVENTS } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../src/domain/fields.js';

/** What a definition may refer to: the fields and events that every deployment has, no templates looked at. */
export const aPlace = async (): Promise<LintWorld> => ({
  ok: true,
  value: {
    calendars: new Map([[ALWAYS.id, ALWAYS]]),
    fields: BUILT_IN_FIELDS,
    eventTypes: BUILT_IN_EVENTS,
    tracking: false,
  },
});
