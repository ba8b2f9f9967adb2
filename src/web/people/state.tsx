import type { UserView } from '../../api/contracts/users.js';
import { Status } from '../kit/status.js';
import { formatInstant, ownZone } from '../texts/formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { dayBegins, lastDayOf } from './days.js';
import { peopleTexts } from './texts.js';

/** Whether somebody is here, away, or gone, in a word. Days are those of their own zone. */
export function UserState({ user }: { readonly user: UserView }) {
  const t = useTexts(peopleTexts);
  const { language } = useLanguage();
  const zone = user.timezone ?? ownZone();
  const day = (iso: string): string => formatInstant(language, iso, zone, 'day');
  if (!user.active) return <Status>{t.left}</Status>;
  const { absence } = user;
  if (absence?.isNow === true) {
    // The last day away is what people say, not the instant after it.
    const until = absence.to === null ? t.away : t.awayUntil(day(dayBegins(lastDayOf(absence.to, zone), zone)));
    return <Status tone="warn">{until}</Status>;
  }
  if (absence !== null) return <Status tone="info">{t.awaySoon(day(absence.from))}</Status>;
  return user.canSignIn ? <Status tone="good">{t.here}</Status> : <Status tone="info">{t.noPassword}</Status>;
}
