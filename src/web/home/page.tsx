import type { Role } from '../../api/contracts/common.js';
import type { OverviewView, overview } from '../../api/contracts/overview.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty, Loaded } from '../kit/states.js';
import { Badge } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { Extra } from './extras.js';
import { Figures } from './figures.js';
import { Items } from './items.js';
import { extrasFor, hrefOf, type PartId, sortParts } from './parts.js';
import { homeTexts } from './texts.js';
import './home.css';

/** Time alone makes things due, and no change announces it. */
const EVERY_MS = 15_000;

export function Page() {
  const t = useTexts(homeTexts);
  const { role } = useMe();
  const read = useOne<typeof overview>(
    'GET /v1/overview',
    {},
    { kinds: ['journey', 'task', 'message', 'deal'], everyMs: EVERY_MS },
  );
  return (
    <div>
      <PageHeader title={t.title} below={read.data === undefined ? undefined : <Summary overview={read.data} />} />
      <Loaded of={read} lines={8}>
        {(data) => <Parts role={role} overview={data} />}
      </Loaded>
    </div>
  );
}

/** The whole page in a sentence. */
function Summary({ overview }: { readonly overview: OverviewView }) {
  const t = useTexts(homeTexts);
  const { role } = useMe();
  const { calling } = sortParts(role, overview);
  if (calling.length === 0) return t.calm;
  const list = calling.map(({ part, count }) => t[`${part}Count`](count)).join(t.between);
  return role === 'viewer' ? t.standsOut(list) : t.needs(list);
}

function Parts({ role, overview }: { readonly role: Role; readonly overview: OverviewView }) {
  const { calling, calm } = sortParts(role, overview);
  const parts = calling.map(({ part }) => <Part key={part} part={part} overview={overview} />);
  const figures = <Figures overview={overview} />;
  return (
    <div className="ft-stack">
      {role === 'marketing' && figures}
      {calling.length === 0 && <AllClear />}
      <div className="home-parts">
        {parts}
        {extrasFor(role).map((id) => (
          <Extra key={id} id={id} at={overview.at} />
        ))}
      </div>
      {calling.length > 0 && calm.length > 0 && <InOrder parts={calm} />}
      {role !== 'marketing' && figures}
    </div>
  );
}

function Part({ part, overview }: { readonly part: PartId; readonly overview: OverviewView }) {
  const t = useTexts(homeTexts);
  const formats = useFormats();
  const { role } = useMe();
  const { count, first } = part === 'overdue' || part === 'today' ? overview.tasks[part] : overview[part];
  const tone = part === 'today' ? 'info' : part === 'late' || part === 'slas' ? 'warn' : 'bad';
  return (
    <Card className="home-part" title={t[part]} aside={<Badge tone={tone}>{formats.number(count)}</Badge>}>
      <p className="home-help ft-soft ft-small">{t[`${part}Help`]}</p>
      <ul className="home-list">
        <Items part={part} overview={overview} />
      </ul>
      <p className="home-more">
        <Link href={hrefOf(part, role)}>
          {part === 'slas' ? t.byNextDue : count > first.length ? t.all(formats.number(count)) : t.showList}
          <span className="ft-hidden"> {t[part]}</span>
        </Link>
      </p>
    </Card>
  );
}

function InOrder({ parts }: { readonly parts: readonly PartId[] }) {
  const t = useTexts(homeTexts);
  return (
    <Card title={t.inOrder}>
      <ul className="home-calm">
        {parts.map((part) => (
          <li key={part} className="home-calm-line">
            <span className="home-tick" aria-hidden="true">
              ✓
            </span>
            {t[`${part}None`]}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AllClear() {
  const t = useTexts(homeTexts);
  const { role } = useMe();
  const next = role === 'rep' ? (['/tasks', t.seeTasks] as const) : (['/board', t.seeBoard] as const);
  const links: readonly (readonly [string, string])[] = [
    next,
    ['/journeys', t.seeJourneys],
    role === 'ops' ? ['/definitions', t.seeDefinitions] : ['/messages', t.seeMessages],
  ];
  return (
    <Card>
      <Empty
        title={t.clearTitle}
        acts={links.map(([href, label]) => (
          <Link key={href} href={href} look="button">
            {label}
          </Link>
        ))}
      >
        {t.clearHelp}
      </Empty>
    </Card>
  );
}
