import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useParams } from 'wouter';
import type { abortBulk, BulkDetail, BulkItemView, getBulk, listBulkItems } from '../../api/contracts/bulks.js';
import { useAct, useList, useOne } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useMe } from '../app/session.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty, Loaded } from '../kit/states.js';
import { humanised } from '../texts/humanised.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { BulkState, useKindWords } from './bulk-state.js';
import { kindsFor } from './choice.js';
import { bulkTexts } from './texts.js';
import './bulks.css';

const EVERY_MS = 1_000;

/** How far one bulk is; while it runs it is read again each second. */
export function Page() {
  const t = useTexts(bulkTexts);
  const { id = '' } = useParams<{ id: string }>();
  const [over, setOver] = useState(false);
  const options = over ? {} : { everyMs: EVERY_MS };
  const bulk = useOne<typeof getBulk>('GET /v1/bulks/:id', { params: { id } }, options);
  const isOver = bulk.data !== undefined && bulk.data.finishedAt !== null;
  if (isOver !== over) setOver(isOver);
  return (
    <>
      {bulk.data === undefined && <PageHeader title={t.one} />}
      <Loaded of={bulk}>{(found) => <Found bulk={found} isOver={isOver} />}</Loaded>
    </>
  );
}

function Found({ bulk, isOver }: { readonly bulk: BulkDetail; readonly isOver: boolean }) {
  const t = useTexts(bulkTexts);
  const kindWords = useKindWords();
  const { total, done, refused, failed, waiting, state } = bulk;
  return (
    <>
      <PageHeader
        title={kindWords(bulk.kind)}
        above={<Link href="/bulks">{t.all}</Link>}
        below={bulk.reason}
        acts={<Abort bulk={bulk} />}
      />
      <div className="ft-stack">
        <div role="status" className="ft-line">
          <BulkState state={state} />
          <span>{t.progress(total - waiting, total)}</span>
        </div>
        <progress className="bulks-progress" max={total} value={total - waiting} aria-label={kindWords(bulk.kind)} />
        <dl className="bulks-counts">
          <Count name={t.reached} n={done} />
          <Count name={t.refused} n={refused} />
          <Count name={t.failed} n={failed} />
          <Count name={state === 'aborted' ? t.leftAlone : t.waiting} n={waiting} />
          <Count name={t.total} n={total} />
        </dl>
        <Facts bulk={bulk} />
        <Missed bulk={bulk} isOver={isOver} />
      </div>
    </>
  );
}

const Count = ({ name, n }: { readonly name: string; readonly n: number }) => (
  <div>
    <dt>{name}</dt>
    <dd>{n}</dd>
  </div>
);

function Facts({ bulk }: { readonly bulk: BulkDetail }) {
  const t = useTexts(bulkTexts);
  return (
    <p className="ft-soft">
      {t.by} {bulk.actorName ?? bulk.actorId} · <Instant at={bulk.createdAt} /> · {t.rate}: {bulk.ratePerMinute}
      {bulk.abortReason !== null && (
        <>
          {' '}
          · {t.abortReason}: <q>{bulk.abortReason}</q>
        </>
      )}
    </p>
  );
}

/** The words of why a journey refused. */
function useCodeWords(): (code: string | null) => string {
  const words = useTexts(problemTexts);
  return (code) => (code === null ? '' : (wordsOf(words, code) ?? humanised(code)));
}

function Missed({ bulk, isOver }: { readonly bulk: BulkDetail; readonly isOver: boolean }) {
  const t = useTexts(bulkTexts);
  const words = useWords();
  const codeWords = useCodeWords();
  const list = useList<typeof listBulkItems>(
    'GET /v1/bulks/:id/items',
    { params: { id: bulk.id }, query: { state: 'refused,failed' } },
    isOver ? {} : { everyMs: EVERY_MS * 3 },
  );
  // The last refusals came since it was read, and often the first too.
  const readOnceMore = useEffectEvent(list.refetch);
  useEffect(() => {
    if (isOver) readOnceMore();
  }, [isOver]);
  const columns = useMemo(
    (): readonly Column<BulkItemView>[] => [
      { id: 'contact', title: t.contact, cell: ({ contactName }) => contactName },
      { id: 'code', title: t.code, cell: ({ code }) => codeWords(code), onPhone: true },
      { id: 'stage', title: t.at, cell: ({ stage }) => (stage === null ? t.nothing : words.stage(stage)) },
    ],
    [t, words, codeWords],
  );
  return (
    <section className="ft-stack" aria-label={t.missedTable}>
      {bulk.codes.length > 0 && (
        <>
          <h2>{t.why}</h2>
          <ul className="bulks-groups">
            {bulk.codes.map(({ code, count }) => (
              <li key={code}>
                {count} × {codeWords(code)}
              </li>
            ))}
          </ul>
        </>
      )}
      <DataTable
        label={t.missedTable}
        columns={columns}
        list={list}
        rowKey={({ journeyId }) => journeyId}
        href={({ journeyId }) => `/journeys/${journeyId}`}
        empty={<Empty title={t.noneMissed}>{t.noneMissedHelp}</Empty>}
      />
    </section>
  );
}

function Abort({ bulk }: { readonly bulk: BulkDetail }) {
  const t = useTexts(bulkTexts);
  const me = useMe();
  const [asked, setAsked] = useState(false);
  const act = useAct<typeof abortBulk>('POST /v1/bulks/:id/abort', { changes: ['journey'] });
  if (bulk.state !== 'running' || kindsFor(me.role).length === 0) return null;
  return (
    <>
      <Button look="danger" onPress={() => setAsked(true)}>
        {t.abort}
      </Button>
      {asked && (
        <ActDialog
          title={t.abortTitle}
          effect={<p>{t.abortEffect(bulk.waiting)}</p>}
          confirm={t.abort}
          done={t.abortDone}
          danger
          onClose={() => setAsked(false)}
          run={(reason, key) => act.run({ params: { id: bulk.id }, body: { reason } }, key)}
        />
      )}
    </>
  );
}
