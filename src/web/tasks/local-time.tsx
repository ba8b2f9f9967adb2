import { useNow } from '../app/world.js';
import { Status, type Tone } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { type HourKind, hourKind, zoneName } from './local-hour.js';
import { tasksTexts } from './texts.js';

const HOUR_TONES: Readonly<Record<HourKind, Tone>> = {
  good: 'good',
  early: 'warn',
  evening: 'warn',
  weekend: 'warn',
  night: 'bad',
};
const HOUR_WORDS = {
  good: 'hourGood',
  early: 'hourEarly',
  evening: 'hourEvening',
  weekend: 'hourWeekend',
  night: 'hourNight',
} as const;

/** What the clock shows where somebody is, and whether that is an hour to call them. */
export function LocalTime({ zone }: { readonly zone: string | null }) {
  const t = useTexts(tasksTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const now = useNow();
  const kind = now === null ? null : hourKind(now, zone);
  if (zone === null || now === null || kind === null) return <span className="ft-soft">{t.noZone}</span>;
  return (
    <span className="ft-line tasks-their-time">
      <span>
        {formats.instant(new Date(now).toISOString(), zone, 'short')}{' '}
        <span className="ft-soft">{zoneName(language, zone)}</span>
      </span>
      <Status tone={HOUR_TONES[kind]}>{t[HOUR_WORDS[kind]]}</Status>
    </span>
  );
}
