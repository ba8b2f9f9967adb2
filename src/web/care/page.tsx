import type { CarePartView, careCalendar } from '../../api/contracts/care.js';
import { useOne } from '../api/hooks.js';
import { useNow } from '../app/world.js';
import { choiceField, dayField } from '../kit/address.js';
import { Button } from '../kit/button.js';
import { PageHeader } from '../kit/page-header.js';
import { Select } from '../kit/select.js';
import { ErrorState, Loading } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { dayKey, ownZone } from '../texts/formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { DayList } from './day-list.js';
import { dateWords, monthFrom, monthOf, weekLocale } from './month.js';
import { MonthGrid } from './month-grid.js';
import { kindTexts } from './occasion-texts.js';
import { careTexts } from './texts.js';
import './care.css';

type Kind = CarePartView['kind'];
const KINDS: readonly Kind[] = ['birthday', 'anniversary', 'date', 'festival', 'cycle', 'silence', 'visit'];
const SHAPE = { month: dayField(), day: dayField(), kind: choiceField(KINDS) };

/** The calendar of care: a month, and whom we care for on a day of it. */
export function Page() {
  const t = useTexts(careTexts);
  const now = useNow();
  return (
    <>
      <PageHeader title={t.title} below={t.below} />
      {now === null ? <Loading lines={8} /> : <Calendar today={dayKey(new Date(now).toISOString(), ownZone())} />}
    </>
  );
}

function Calendar({ today }: { readonly today: string }) {
  const t = useTexts(careTexts);
  const kindWords = useTexts(kindTexts);
  const { language } = useLanguage();
  const { values, set } = useAddress(SHAPE);
  const { kind, day } = values;
  const locale = weekLocale(language);
  const shown = values.month ?? day ?? today;
  const { from, to, lead } = monthOf(shown, locale);
  const filter = kind === null ? {} : { kind };
  const { data, error, refetch } = useOne<typeof careCalendar>(
    'GET /v1/care/calendar',
    { query: { from, to, ...filter } },
    { kinds: ['journey', 'campaign'] },
  );
  const shownDay = data?.data.find((each) => each.day === day);
  const title = dateWords(language, from, { month: 'long', year: 'numeric' });
  const go = (month: string) => set({ month, day: null });
  const kinds = [{ id: 'all' as const, label: t.all }, ...KINDS.map((id) => ({ id, label: kindWords[id] }))];
  return (
    <div className="ft-stack">
      <div className="care-bar">
        <div className="ft-line">
          <Button aria-label={t.before} onPress={() => go(monthFrom(shown, -1))}>
            ‹
          </Button>
          <h2 className="care-title" aria-live="polite">
            {title}
          </h2>
          <Button aria-label={t.after} onPress={() => go(monthFrom(shown, 1))}>
            ›
          </Button>
          <Button onPress={() => set({ month: null, day: today })}>{t.today}</Button>
        </div>
        <Select<Kind | 'all'>
          label={t.kind}
          labelHidden
          options={kinds}
          value={kind ?? 'all'}
          onChange={(value) => set({ kind: value === 'all' ? null : value })}
        />
      </div>
      {error != null && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && error == null && <Loading lines={10} />}
      {data !== undefined && (
        <MonthGrid
          days={data.data}
          lead={lead}
          locale={locale}
          today={today}
          chosen={day}
          label={t.calendar(title)}
          onChoose={(chosen) => set({ day: chosen, month: from }, { push: day === null })}
        />
      )}
      {day === null ? (
        <p className="ft-soft">{t.chooseDay}</p>
      ) : (
        <DayList day={day} kind={kind} total={shownDay?.total} campaigns={shownDay?.campaigns ?? []} />
      )}
    </div>
  );
}
