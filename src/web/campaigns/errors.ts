import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { findingTitles, findingWords } from '../definitions/finding-texts.js';
import { useTexts } from '../texts/use-texts.js';
import { type Fault, type Faults, type Field, fieldAt } from './steps.js';
import { wizardTexts } from './wizard-texts.js';

export type Findings = readonly CampaignDraftView['findings'][number][];

const WORDS = {
  missing: 'missing',
  number: 'number',
  share: 'share',
  priority: 'priorityWrong',
  hour: 'hourWrong',
  days: 'daysWrong',
  zone: 'zoneMissing',
} as const satisfies { readonly [fault in Fault]: keyof (typeof wizardTexts)['en'] };

/** What is wrong in a field, in words: what the page sees itself, else what the check of the saved text says. */
export type ErrorOf = (field: Field) => string | undefined;

interface Known {
  readonly faults: Faults;
  /** Whether what is missing is said already: not before somebody has tried to go on. */
  readonly isTried: boolean;
  /** Of what stands in the fields; empty while something is typed that is not saved. */
  readonly findings: Findings;
}

export function useErrors({ faults, isTried, findings }: Known): ErrorOf {
  const t = useTexts(wizardTexts);
  const titles = useTexts(findingTitles);
  return (field) => {
    const fault = faults[field];
    if (fault !== undefined) return fault === 'missing' && !isTried ? undefined : t[WORDS[fault]];
    const finding = findings.find(({ pointer, severity }) => severity === 'error' && fieldAt(pointer) === field);
    return finding === undefined ? undefined : (findingWords(titles, finding.code) ?? finding.message);
  };
}
