import type { listReturnVisits, planReturnVisits, VisitPlanView } from '../../api/contracts/return-visits.js';
import { useList, useOne } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { formatAddress } from '../kit/address.js';
import { Button } from '../kit/button.js';
import { Filters } from '../kit/filters.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Select } from '../kit/select.js';
import { Empty, ErrorState, Loaded, Loading } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { mayWork, type Whose, whoseText } from '../tasks/whose.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { ownerQuery, VISITS_SHAPE, whoseVisits } from './address.js';
import { byPlace, placeWords } from './place.js';
import { visitsTexts } from './texts.js';
import { VisitRow } from './visit-row.js';
import { useWeekName, Weeks } from './weeks.js';
import './visits.css';

/** The plan of return visits: the weeks, and where to go in one of them. */
export function Page() {
  const t = useTexts(visitsTexts);
  const me = useMe();
  const people = usePeople();
  const address = useAddress(VISITS_SHAPE);
  const isHere = people.isLoading ? null : (id: string) => people.get(id) !== undefined;
  const { whose, faults } = whoseVisits(address.values.whose, me.role, isHere);
  const owner = ownerQuery(whose, me.role);
  const plan = useOne<typeof planReturnVisits>('GET /v1/return-visits/plan', { query: owner }, { keepOld: true });
  const hrefOf = (change: Partial<typeof address.values>): string => {
    const query = formatAddress({ ...address.values, ...change }, VISITS_SHAPE);
    return `/tasks/visits${query === '' ? '' : `?${query}`}`;
  };
  return (
    <div className="ft-stack">
      <PageHeader title={t.title} above={<Link href="/tasks">{t.tasks}</Link>} below={t.below} />
      {(me.role !== 'rep' || address.faults.length > 0) && (
        <Filters faults={[...address.faults, ...faults]} isSaid={address.isSaid} onClear={address.clear}>
          {me.role !== 'rep' && <WhoseSelect whose={whose} onChange={(id) => address.set({ whose: id })} />}
        </Filters>
      )}
      <Loaded of={plan} lines={8}>
        {(found) => (
          <>
            {whose.type === 'everybody' && me.role !== 'rep' && (
              <Owners plan={found} hrefOf={(id) => hrefOf({ whose: id })} />
            )}
            <Weeks
              plan={found}
              chosen={address.values.week ?? found.thisWeek}
              hrefOf={(week) => hrefOf({ week: week === found.thisWeek ? null : week })}
            />
            <Visits
              plan={found}
              week={address.values.week ?? found.thisWeek}
              owner={owner}
              saysWhose={whose.type === 'everybody' && me.role !== 'rep'}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

function WhoseSelect({ whose, onChange }: { readonly whose: Whose; readonly onChange: (id: string) => void }) {
  const t = useTexts(visitsTexts);
  const me = useMe();
  const people = usePeople();
  const others = people.all.filter((person) => person.active && mayWork(person.role) && person.id !== me.id);
  const options = [
    { id: 'everybody', label: t.everybody },
    ...(mayWork(me.role) ? [{ id: 'mine', label: t.mine }] : []),
    ...others.map(({ id, name }) => ({ id, label: name })),
  ];
  return <Select label={t.whose} labelHidden options={options} value={whoseText(whose)} onChange={onChange} />;
}

/** Who has how many; a name leads to theirs. */
function Owners({ plan, hrefOf }: { readonly plan: VisitPlanView; readonly hrefOf: (id: string) => string }) {
  const t = useTexts(visitsTexts);
  if (plan.owners.length === 0) return null;
  return (
    <nav aria-label={t.owners}>
      <ul className="visits-owners">
        {plan.owners.map(({ id, name, count }) => (
          <li key={id}>
            <Link href={hrefOf(id)}>{name ?? id}</Link> <span className="ft-soft">{t.visits(count)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface VisitsProps {
  readonly plan: VisitPlanView;
  readonly week: string;
  readonly owner: { readonly owner?: string };
  readonly saysWhose: boolean;
}

/** The visits of a week, by place. */
function Visits({ plan, week, owner, saysWhose }: VisitsProps) {
  const t = useTexts(visitsTexts);
  const { language } = useLanguage();
  const name = useWeekName(week, plan);
  const list = useList<typeof listReturnVisits>('GET /v1/return-visits', { query: { week, ...owner } });
  if (list.isLoading) return <Loading lines={8} />;
  if (list.rows.length === 0)
    return list.error == null ? (
      <Empty title={t.emptyTitle}>{t.empty}</Empty>
    ) : (
      <ErrorState error={list.error} onRetry={list.refetch} />
    );
  const counts = new Map(plan.data.find((each) => each.week === week)?.places.map(({ key, count }) => [key, count]));
  return (
    <section aria-label={name} className="ft-stack">
      {list.error != null && <ProblemNote error={list.error} />}
      {byPlace(list.rows).map(({ key, place, visits }) => (
        <section key={key} className="visits-place" aria-labelledby={`visits-at-${key}`}>
          <h2 id={`visits-at-${key}`}>
            {placeWords(language, place) || t.noPlace}{' '}
            <span className="ft-soft ft-small">{t.visits(counts.get(key) ?? visits.length)}</span>
          </h2>
          <ul>
            {visits.map((visit) => (
              <VisitRow key={visit.taskId} visit={visit} zone={plan.timezone} saysWhose={saysWhose} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasMore && (
        <Button onPress={list.fetchMore} isDisabled={list.isFetchingMore}>
          {t.more}
        </Button>
      )}
    </section>
  );
}
