import type { SendWindow } from '../calendar/window.js';
import { neverOpens } from '../calendar/window.js';
import { nearest } from '../nearest.js';
import type { DocPath, Problem } from './finding.js';
import type { LintInput, LintRule } from './lint-context.js';
import { valueAt } from './shape-problems.js';
import { stepsOf } from './step-walk.js';

/** The calendar, and windows that its holidays would leave closed for ever. */
export const lintSchedule: LintRule = (input) => [...unknownCalendar(input), ...closedWindows(input)];

const BY_COUNTRY = ['contact', 'owner'];

const calendarId = ({ parsed }: LintInput): string | undefined => {
  const calendar = valueAt(parsed.value, ['calendar']);
  return typeof calendar === 'string' ? calendar : undefined;
};

function unknownCalendar(input: LintInput): Problem[] {
  const id = calendarId(input);
  const { calendars } = input.context;
  if (id === undefined || id === 'always' || BY_COUNTRY.includes(id) || calendars.has(id)) return [];
  const known = [...calendars.keys(), ...BY_COUNTRY];
  const suggestion = nearest(id, known);
  return [
    {
      code: 'unknown-calendar',
      path: ['calendar'],
      message: `there is no calendar "${id}"; expected one of ${known.join(', ')}`,
      suggestion,
    },
  ];
}

function closedWindows(input: LintInput): Problem[] {
  const calendar = input.context.calendars.get(calendarId(input) ?? '');
  if (!calendar) return [];
  const windows: { window: SendWindow | 'none' | undefined; path: DocPath }[] = stepsOf(input.definition).map(
    (step) => {
      if (step.action === 'email') return { window: step.email.window, path: [...step.path, 'email', 'window'] };
      if (step.action === 'sms') return { window: step.sms.window, path: [...step.path, 'sms', 'window'] };
      return { window: step.action === 'task' ? step.task.window : undefined, path: [...step.path, 'task', 'window'] };
    },
  );
  const { definition } = input;
  if ('window' in definition) windows.push({ window: definition.window, path: ['window'] });
  return windows.flatMap(({ window, path }): Problem[] => {
    const why = window === undefined || window === 'none' ? undefined : neverOpens(window, calendar);
    return why === undefined ? [] : [{ code: 'never-opens', path, message: why }];
  });
}
