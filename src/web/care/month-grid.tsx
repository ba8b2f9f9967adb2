import type { KeyboardEvent } from 'react';
import type { CareDayView } from '../../api/contracts/care.js';
import { classes } from '../kit/classes.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { lunarWords } from './lunar-words.js';
import { dateWords, dayFrom, weekdays } from './month.js';
import { careTexts } from './texts.js';
import { useFestivalWords, useOccasionWords } from './what.js';

interface GridProps {
  readonly days: readonly CareDayView[];
  readonly lead: number;
  readonly locale: string;
  readonly today: string | undefined;
  readonly chosen: string | null;
  readonly label: string;
  readonly onChoose: (day: string) => void;
}

/** Lines of a day that there is room for. */
const MOST_LINES = 3;

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month: each day a button that says what comes on it. Arrows go from day to day. */
export function MonthGrid({ days, lead, locale, label, chosen, ...rest }: GridProps) {
  const { language } = useLanguage();
  const cells: readonly (CareDayView | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) =>
    Array.from({ length: 7 }, (_, k) => cells[i * 7 + k] ?? null),
  );
  // One stop of the tab key; the arrows do the rest.
  const stop = chosen ?? days.find(({ day }) => day === rest.today)?.day ?? days[0]?.day;
  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    const from = (event.target as HTMLElement).dataset['day'];
    const by = STEPS[event.key];
    if (from === undefined || by === undefined) return;
    const to = event.currentTarget.querySelector<HTMLElement>(`[data-day="${dayFrom(from, by)}"]`);
    event.preventDefault();
    to?.focus();
  };
  return (
    <table className="care-month" aria-label={label} onKeyDown={move}>
      <thead>
        <tr>
          {weekdays(language, locale).map(({ short, long }) => (
            <th key={long} scope="col" abbr={long}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: weeks are told apart by their place
          <tr key={i}>
            {week.map((day, k) =>
              day === null ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: an empty cell is its place
                <td key={k} className="care-none" />
              ) : (
                <td key={day.day}>
                  <DayCell {...rest} day={day} isChosen={day.day === chosen} isStop={day.day === stop} />
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends Pick<GridProps, 'today' | 'onChoose'> {
  readonly day: CareDayView;
  readonly isChosen: boolean;
  readonly isStop: boolean;
}

function DayCell({ day, isChosen, isStop, today, onChoose }: CellProps) {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  const campaignWords = useCampaignWords();
  const lines = [...day.campaigns.map(campaignWords), ...useLines(day)];
  const festivals = day.festivals.map(useFestivalWords());
  const name = [
    dateWords(language, day.day, { weekday: 'long', month: 'long', day: 'numeric' }),
    ...festivals,
    ...day.campaigns.map(campaignWords),
    day.total > 0 ? t.people(day.total) : day.campaigns.length > 0 ? '' : t.nothing,
  ]
    .filter((part) => part !== '')
    .join(', ');
  return (
    <button
      type="button"
      data-day={day.day}
      tabIndex={isStop ? 0 : -1}
      className={classes('care-day', isChosen && 'care-chosen', day.day === today && 'care-today')}
      aria-pressed={isChosen}
      aria-current={day.day === today ? 'date' : undefined}
      onClick={() => onChoose(day.day)}
    >
      <span className="ft-hidden">{name}</span>
      <span className="care-day-head" aria-hidden="true">
        <span className="care-number">{Number(day.day.slice(8))}</span>
        <span className="care-lunar ft-small">
          {festivals[0] ?? (language === 'zh-CN' ? lunarWords(day.lunar) : '')}
        </span>
      </span>
      <span className="care-lines" aria-hidden="true">
        {lines.slice(0, MOST_LINES).map((line) => (
          <span key={line} className="care-line">
            {line}
          </span>
        ))}
        {lines.length > MOST_LINES && <span className="ft-soft">{t.more(lines.length - MOST_LINES)}</span>}
        {day.takenOut > 0 && <span className="ft-soft">{t.out(day.takenOut)}</span>}
      </span>
      <span className="care-sum" aria-hidden="true">
        {day.total === 0 ? '' : day.total}
        {day.campaigns.length > 0 && <span className="care-mark" />}
      </span>
    </button>
  );
}

/** `Campaign: Spring greetings (draft)`. */
function useCampaignWords(): (campaign: CareDayView['campaigns'][number]) => string {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  return ({ id, name, state }) => (state === 'draft' ? t.draft : t.campaign)(localise(language, name, id));
}

/** `Birthday: 12`, of each occasion one line. */
function useLines({ parts }: CareDayView): readonly string[] {
  const t = useTexts(careTexts);
  const words = useOccasionWords();
  const { language } = useLanguage();
  const sums = new Map<string, number>();
  for (const part of parts) sums.set(words(part), (sums.get(words(part)) ?? 0) + part.count);
  const format = new Intl.NumberFormat(language);
  return [...sums].map(([what, n]) => t.times(what, format.format(n)));
}
