import type { BulkView } from '../../api/contracts/bulks.js';
import { Status } from '../kit/status.js';
import { humanised } from '../texts/humanised.js';
import { useTexts } from '../texts/use-texts.js';
import { bulkTexts } from './texts.js';

const TONES = { running: 'info', done: 'good', aborted: 'warn' } as const;

export function BulkState({ state }: Pick<BulkView, 'state'>) {
  const t = useTexts(bulkTexts);
  return <Status tone={TONES[state]}>{t[state]}</Status>;
}

/** The words of a kind of command; of one that is newer than this page, its name made readable. */
export function useKindWords(): (kind: string) => string {
  const t: Readonly<Record<string, unknown>> = useTexts(bulkTexts);
  return (kind) => {
    const words = Object.hasOwn(t, kind) ? t[kind] : undefined;
    return typeof words === 'string' ? words : humanised(kind);
  };
}
