import { useMemo, useState } from 'react';
import type { listPoolLeads, PoolLeadView, PoolView } from '../../api/contracts/pools.js';
import { useList } from '../api/hooks.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { ClaimButton, GiveBackButton, GiveButton } from './acts.js';
import type { Part } from './address.js';
import { poolsTexts } from './texts.js';
import { TimeLeft } from './time-left.js';

const EVERY_MS = 15_000;

/** Leads of a pool, with what one may do with each. */
export function Leads({ pool, show }: { readonly pool: PoolView; readonly show: Part }) {
  const t = useTexts(poolsTexts);
  const [failure, setFailure] = useState<unknown>(null);
  const list = useList<typeof listPoolLeads>(
    'GET /v1/pools/:id/leads',
    { params: { id: pool.id }, query: { show } },
    { everyMs: EVERY_MS },
  );
  const columns = useColumns(pool, show, setFailure);
  const empty = {
    free: <Empty title={t.noFree}>{t.noFreeHelp}</Empty>,
    mine: <Empty title={t.noMine}>{t.noMineHelp}</Empty>,
    taken: <Empty title={t.noTaken}>{t.noTakenHelp}</Empty>,
  }[show];
  const { mine, unworkedLimit } = pool;
  const isFull = show === 'free' && mine !== null && unworkedLimit !== null && mine.unworked >= unworkedLimit;
  return (
    <div className="ft-stack">
      {isFull && <Notice>{t.full}</Notice>}
      {failure !== null && <ProblemNote error={failure} sent />}
      <DataTable
        label={t.leads}
        columns={columns}
        list={list}
        rowKey={({ contactId }) => contactId}
        {...(show === 'free' && !pool.mayGive
          ? {}
          : { href: ({ contactId }: PoolLeadView) => `/contacts/${contactId}` })}
        tall
        empty={empty}
      />
    </div>
  );
}

function useColumns(
  pool: PoolView,
  show: Part,
  onFailure: (failure: unknown) => void,
): readonly Column<PoolLeadView>[] {
  const t = useTexts(poolsTexts);
  return useMemo(() => {
    const name: Column<PoolLeadView> = {
      id: 'name',
      title: t.lead,
      cell: (row) => <NameCell lead={row} isTaken={show !== 'free'} />,
    };
    const act: Column<PoolLeadView> = {
      id: 'act',
      title: t.act,
      width: show === 'free' ? '200px' : '130px',
      align: 'end',
      onPhone: true,
      cell: (row) => <Acts pool={pool} lead={row} show={show} onFailure={onFailure} />,
    };
    if (show === 'free')
      return [
        name,
        {
          id: 'place',
          title: t.place,
          cell: ({ city, region, country }) => [city, region, country].filter((part) => part !== null).join(t.between),
          width: '170px',
        },
        { id: 'source', title: t.source, cell: (row) => row.source ?? t.nothing, width: '140px' },
        { id: 'before', title: t.before, cell: (row) => <Before lead={row} />, width: '230px' },
        act,
      ];
    const owner: Column<PoolLeadView> = { id: 'owner', title: t.owner, cell: (row) => row.ownerName, width: '150px' };
    return [
      name,
      ...(show === 'taken' ? [owner] : []),
      { id: 'since', title: t.since, cell: (row) => <Instant at={row.since} />, width: '140px' },
      { id: 'state', title: t.state, cell: (row) => <Worked lead={row} />, width: '150px' },
      { id: 'clock', title: t.clock, cell: (row) => <TimeLeft lead={row} />, width: '190px' },
      act,
    ];
  }, [t, pool, show, onFailure]);
}

function NameCell({ lead, isTaken }: { readonly lead: PoolLeadView; readonly isTaken: boolean }) {
  const t = useTexts(poolsTexts);
  const { name, title, company } = lead;
  return (
    <span className="pools-name">
      <span className="pools-cut">{name}</span>
      <span className="pools-cut ft-soft ft-small">
        {[title, company].filter((part) => part !== null).join(t.between)}
      </span>
      {/* A phone has no room for a column of it. */}
      {isTaken && (
        <span className="pools-phone-clock">
          <TimeLeft lead={lead} />
        </span>
      )}
    </span>
  );
}

function Worked({ lead: { workedAt } }: { readonly lead: PoolLeadView }) {
  const t = useTexts(poolsTexts);
  if (workedAt === null) return <Status tone="warn">{t.notWorked}</Status>;
  return <Status tone="good">{t.worked}</Status>;
}

/** Who had the lead, and why no more. */
function Before({ lead: { last } }: { readonly lead: PoolLeadView }) {
  const t = useTexts(poolsTexts);
  if (last === null) return <span className="ft-soft">{t.fresh}</span>;
  const words = { return: t.endedReturn, reclaim: t.endedReclaim, left: t.endedLeft };
  const why = words[last.ended as keyof typeof words] ?? t.endedOther;
  return (
    <span className="pools-two-lines">
      {t.beforeWhy(last.ownerName, last.reason === null ? why : t.endedReason(why, last.reason))}
    </span>
  );
}

interface ActsProps {
  readonly pool: PoolView;
  readonly lead: PoolLeadView;
  readonly show: Part;
  readonly onFailure: (failure: unknown) => void;
}

function Acts({ pool, lead, show, onFailure }: ActsProps) {
  const t = useTexts(poolsTexts);
  if (show !== 'free') return show === 'mine' || pool.mayGive ? <GiveBackButton pool={pool} lead={lead} /> : null;
  const mayClaim = pool.claimable && pool.mine !== null;
  return (
    <span className="pools-acts">
      {mayClaim &&
        (lead.claimableAt === null ? (
          <ClaimButton pool={pool} lead={lead} onFailure={onFailure} />
        ) : (
          <span className="ft-soft ft-small">
            {t.from} <Instant at={lead.claimableAt} />
          </span>
        ))}
      {pool.mayGive && <GiveButton pool={pool} lead={lead} />}
    </span>
  );
}
