import { useNow } from '../app/world.js';
import { Status } from '../kit/status.js';
import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { homeTexts } from './texts.js';

const SOON_MS = 2 * 3_600_000;
const MINUTE_MS = 60_000;

/** How long is left until an instant, in business time; or how long ago it passed. */
export function Countdown({ at }: { readonly at: string }) {
  const t = useTexts(homeTexts);
  const formats = useFormats();
  const now = useNow();
  if (now === null) return null;
  const left = Date.parse(at) - now;
  const minutes = Math.floor(Math.abs(left) / MINUTE_MS) * MINUTE_MS;
  const length = formats.duration(minutes);
  const words = minutes === 0 ? t.breaksNow : left > 0 ? t.breaksIn(length) : t.brokenFor(length);
  return (
    <time dateTime={at} title={formats.instant(at, ownZone(), 'full')}>
      <Status tone={left <= 0 ? 'bad' : left < SOON_MS ? 'warn' : 'neutral'}>{words}</Status>
    </time>
  );
}
