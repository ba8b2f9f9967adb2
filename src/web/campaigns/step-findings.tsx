import { findingTitles, findingWords } from '../definitions/finding-texts.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import type { Findings } from './errors.js';
import { wizardTexts } from './wizard-texts.js';

/** What the check of the saved text says about the fields of a step. */
export function StepFindings({ findings }: { readonly findings: Findings }) {
  const t = useTexts(wizardTexts);
  const titles = useTexts(findingTitles);
  if (findings.length === 0) return null;
  return (
    <section aria-label={t.findingsHere} className="camp-findings">
      <ul>
        {findings.map(({ pointer, code, message, severity }) => (
          <li key={`${pointer} ${code} ${message}`}>
            <Status tone={severity === 'error' ? 'bad' : 'warn'}>{findingWords(titles, code) ?? code}</Status>
            {/* The engine's own words, which name what stands there: it has them in English. */}
            <span lang="en" className="ft-soft ft-small">
              {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
