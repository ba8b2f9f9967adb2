import { useMemo } from 'react';
import type { listStuckJourneys, StuckJourneyView } from '../../api/contracts/journeys.js';
import { useList } from '../api/hooks.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { stuckTexts } from './stuck-texts.js';
import { journeysTexts } from './texts.js';
import './journeys.css';

/** Time alone makes a journey stuck, and no change announces it. */
const EVERY_MS = 15_000;

/** Journeys that do not move though they should, each with why. */
export function Page() {
  const t = useTexts(stuckTexts);
  const list = useList<typeof listStuckJourneys>(
    'GET /v1/stuck-journeys',
    {},
    { kinds: ['journey'], everyMs: EVERY_MS },
  );
  return (
    <>
      <PageHeader title={t.title} above={<Link href="/journeys">{t.back}</Link>} below={t.help} />
      <DataTable
        label={t.title}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        href={({ id }) => `/journeys/${id}`}
        tall
        empty={<Empty title={t.none}>{t.noneHelp}</Empty>}
      />
    </>
  );
}

function useColumns(): readonly Column<StuckJourneyView>[] {
  const t = useTexts(stuckTexts);
  const words = useTexts(journeysTexts);
  const { language } = useLanguage();
  return useMemo(() => {
    const nothing = <span className="ft-soft">{words.nothing}</span>;
    return [
      {
        id: 'contact',
        title: words.contact,
        cell: (row) => (
          <>
            {row.contactName}
            <span className="journeys-under">{localise(language, row.definitionName, row.definitionId)}</span>
          </>
        ),
      },
      { id: 'why', title: t.why, cell: (row) => <span className="journeys-why">{t[row.why]}</span>, onPhone: true },
      { id: 'owner', title: words.owner, cell: (row) => row.ownerName ?? nothing, width: '170px' },
      {
        id: 'next',
        title: words.next,
        cell: (row) => (row.nextAt === null ? nothing : <Instant at={row.nextAt} />),
        width: '150px',
      },
    ];
  }, [t, words, language]);
}
