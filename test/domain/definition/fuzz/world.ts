import { fileURLToPath } from 'node:url';
import type { LintContext } from '../../../../src/domain/definition/lint-context.js';
import { templateFacts, titleFacts } from '../../../../src/mail/template-facts.js';
import { loadTemplates } from '../../../../src/mail/template-source.js';
import { book } from '../../calendar/shipped.js';
import { lintContext } from '../support.js';

/** The shipped templates and calendars: what lint looks at when it runs for real. */
export function shippedWorld(): LintContext {
  const library = loadTemplates(fileURLToPath(new URL('../../../../templates', import.meta.url)), 'en');
  const templates = {
    names: [...library.templates.keys()],
    facts: (name: string) => templateFacts(library, name),
    title: titleFacts,
  };
  return lintContext({ templates, calendars: book.calendars, tracking: false });
}
