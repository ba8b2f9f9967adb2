import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { boardTexts } from './texts.js';

const MINUTE_MS = 60_000;

/** The median time in a stage; a few seconds are said as what they are, nothing to compare. */
export function MedianWords({ ms }: { readonly ms: number | null }) {
  const t = useTexts(boardTexts);
  const formats = useFormats();
  if (ms === null) return <span className="ft-soft">{t.medianNone}</span>;
  return <span>{ms < MINUTE_MS ? t.medianShort : formats.duration(ms)}</span>;
}
