import type { VisitPlanView, VisitWeekView } from '../../api/contracts/return-visits.js';
import { classes } from '../kit/classes.js';
import { Link } from '../kit/link.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { visitsTexts } from './texts.js';

interface WeeksProps {
  readonly plan: VisitPlanView;
  readonly chosen: string;
  readonly hrefOf: (week: string) => string;
}

/** The weeks with how many visits each has. What is overdue, or without a time, is there only if there is any. */
export function Weeks({ plan, chosen, hrefOf }: WeeksProps) {
  const t = useTexts(visitsTexts);
  const shown = plan.data.filter(({ from, count, week }) => from !== null || count > 0 || week === chosen);
  return (
    <nav aria-label={t.weeks}>
      <ul className="visits-weeks">
        {shown.map((each) => (
          <li key={each.week}>
            <Link
              href={hrefOf(each.week)}
              look="plain"
              className={classes('visits-week', each.week === 'overdue' && 'visits-overdue')}
              {...(each.week === chosen ? { 'aria-current': 'true' as const } : {})}
            >
              <Week of={each} plan={plan} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Week({ of, plan }: { readonly of: VisitWeekView; readonly plan: VisitPlanView }) {
  const t = useTexts(visitsTexts);
  const { language } = useLanguage();
  return (
    <>
      <strong>{useWeekName(of.week, plan)}</strong>
      {of.from !== null && of.to !== null && (
        <span className="ft-soft ft-small">{daysWords(language, of.from, of.to)}</span>
      )}
      <span className="ft-small">{t.visits(of.count)}</span>
    </>
  );
}

/** What a week is called, beside the one that it is now. */
export function useWeekName(week: string, { thisWeek, data }: VisitPlanView): string {
  const t = useTexts(visitsTexts);
  if (week === 'overdue') return t.overdue;
  if (week === 'undated') return t.undated;
  if (week === thisWeek) return t.thisWeek;
  const weeks = data.filter(({ from }) => from !== null);
  return week === weeks[1]?.week ? t.nextWeek : t.week(Number(week.slice(6)));
}

/** Dates have no zone, so they are read in none. Chinese ranges would come as numbers with slashes. */
function daysWords(language: string, from: string, to: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const [first, last] = [Date.parse(`${from}T12:00:00Z`), Date.parse(`${to}T12:00:00Z`)];
  if (!language.startsWith('zh')) return format.formatRange(first, last);
  const isOneMonth = from.slice(0, 7) === to.slice(0, 7);
  return `${format.format(first)}–${isOneMonth ? `${Number(to.slice(8))}日` : format.format(last)}`;
}
