import type { PoolLeadView } from '../../api/contracts/pools.js';
import { useNow } from '../app/world.js';
import { Status } from '../kit/status.js';
import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { poolsTexts } from './texts.js';

const MINUTE_MS = 60_000;

/** How long until a lead is taken back, as the clock goes; the exact time on hover. */
export function TimeLeft({ lead: { dueAt, reminded } }: { readonly lead: PoolLeadView }) {
  const t = useTexts(poolsTexts);
  const formats = useFormats();
  const now = useNow();
  if (dueAt === null) return <span className="ft-soft">{t.noClock}</span>;
  if (now === null) return null;
  const left = Math.floor((Date.parse(dueAt) - now) / MINUTE_MS) * MINUTE_MS;
  return (
    <time dateTime={dueAt} title={formats.instant(dueAt, ownZone(), 'full')}>
      <Status tone={left <= 0 ? 'bad' : reminded ? 'warn' : 'neutral'}>
        {left <= 0 ? t.overdue : t.leftWords(formats.duration(left))}
      </Status>
      {reminded && left > 0 && <span className="ft-soft ft-small"> {t.reminded}</span>}
    </time>
  );
}
