import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { appTexts } from './texts.js';
import { useNow, useWorld } from './world.js';

const MINUTE_MS = 60_000;

/** Business time, which the demo lets run quicker than the wall's. */
export function BusinessClock() {
  const t = useTexts(appTexts);
  const formats = useFormats();
  const world = useWorld();
  const now = useNow();
  if (world === undefined || now === null) return null;
  const iso = new Date(now).toISOString();
  const quick = world.rate !== 1;
  const told = quick ? t.clockRate(formats.duration(world.rate * MINUTE_MS)) : formats.instant(iso);
  return (
    <div className="ft-clock" title={told}>
      <span className="ft-soft ft-small">{t.clock}</span>
      <time dateTime={iso}>{formats.instant(iso, ownZone(), 'short')}</time>
      {quick && (
        <span className="ft-status ft-tone-info" aria-hidden="true">
          ×{formats.number(Math.round(world.rate))}
        </span>
      )}
      {quick && <span className="ft-hidden">{told}</span>}
    </div>
  );
}
