import { useNow } from '../app/world.js';
import { type InstantStyle, ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { kitTexts } from './texts.js';

export interface InstantProps {
  /** RFC 3339 text, or null for none. */
  readonly at: string | null;
  /** The zone on whose wall clock it is shown; the browser's if absent. */
  readonly zone?: string;
  readonly style?: InstantStyle;
  /** beside: with how far it is from now, in business time. only: that alone, the exact time on hover. */
  readonly relative?: 'beside' | 'only' | 'none';
}

/** An instant: exact, with its zone, and how far it is from the business clock's now. */
export function Instant({ at, zone = ownZone(), style = 'short', relative = 'none' }: InstantProps) {
  const t = useTexts(kitTexts);
  const formats = useFormats();
  const now = useNow();
  if (at === null) return <span className="ft-soft">{t.noDate}</span>;
  const exact = formats.instant(at, zone, 'full');
  const distance = now === null ? null : formats.relative(at, now);
  const shown = relative === 'only' && distance !== null ? distance : formats.instant(at, zone, style);
  return (
    <time dateTime={at} title={exact}>
      {shown}
      {relative === 'beside' && distance !== null && <span className="ft-soft"> · {distance}</span>}
    </time>
  );
}
