import { readdirSync, readFileSync } from 'node:fs';
import { loadCalendars } from '../../src/db/calendar-files.js';
import { lintSource } from '../../src/domain/definition/lint.js';
import type { LintContext } from '../../src/domain/definition/lint-context.js';
import { BUILT_IN_EVENTS, parseEventTypes } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS, parseFields } from '../../src/domain/fields.js';
import { templateFacts } from '../../src/mail/template-facts.js';
import { loadTemplates } from '../../src/mail/template-source.js';

export const LIBRARY = loadTemplates('templates', 'en');

/** What stands around the shipped definitions: the project's own templates, calendars, fields and events. */
export function shippedWorld(): LintContext {
  const fields = parseFields({ file: 'fields.yaml', text: readFileSync('fields.yaml', 'utf8') });
  const events = parseEventTypes({ file: 'events.yaml', text: readFileSync('events.yaml', 'utf8') });
  return {
    templates: { names: [...LIBRARY.templates.keys()], facts: (name) => templateFacts(LIBRARY, name) },
    calendars: loadCalendars('calendars').calendars,
    fields: fields.ok ? fields.value : BUILT_IN_FIELDS,
    eventTypes: events.ok ? events.value : BUILT_IN_EVENTS,
    tracking: false,
  };
}

/** The shipped definitions' files, without the scenarios beside them. */
export const DEFINITION_FILES: readonly string[] = readdirSync('definitions')
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.scenarios.yaml'))
  .map((file) => `definitions/${file}`)
  .sort();

export const lintShipped = (file: string, world: LintContext): ReturnType<typeof lintSource> =>
  lintSource({ file, text: readFileSync(file, 'utf8') }, world);
