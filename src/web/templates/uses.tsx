import type { TemplateView } from '../../api/contracts/templates.js';
import { definitionHref } from '../definitions/address.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { templateHref } from './address.js';
import { templatesTexts } from './texts.js';

/** What sends a template: steps of definitions, and for a layout or partial the templates that have it. */
export function Uses({
  template,
  all,
}: {
  readonly template: TemplateView | null;
  readonly all: readonly TemplateView[];
}) {
  const t = useTexts(templatesTexts);
  const { language } = useLanguage();
  const uses = template?.uses ?? [];
  const usedBy = all.filter(({ name }) => template?.usedBy.includes(name) === true);
  if (uses.length === 0 && usedBy.length === 0) return <p className="ft-soft">{t.unusedHelp}</p>;
  return (
    <div className="ft-stack">
      {uses.length > 0 && (
        <ul className="tpl-uses" aria-label={t.steps}>
          {uses.map(({ definition, version, name, step }) => (
            <li key={`${definition} ${version} ${step}`}>
              <Link href={definitionHref(definition)}>{localise(language, name, definition)}</Link>{' '}
              <span className="ft-soft">{t.versionNumber(version)}</span> <Code>{step}</Code>
            </li>
          ))}
        </ul>
      )}
      {usedBy.length > 0 && (
        <ul className="tpl-uses" aria-label={t.title}>
          {usedBy.map(({ name }) => (
            <li key={name}>
              <Link href={templateHref(name)}>{name}</Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
