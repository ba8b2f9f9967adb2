import { useMemo } from 'react';
import type { JourneyView } from '../../api/contracts/journeys.js';
import { Code } from '../kit/code.js';
import type { Column } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { COLUMNS, type ColumnId, type Sort } from './address.js';
import { JourneyState } from './journey-state.js';
import { journeysTexts } from './texts.js';

type JourneyColumn = Column<JourneyView>;

/** What may be chosen, in the table's order. */
export function useColumnTitles(): readonly { readonly id: ColumnId; readonly title: string }[] {
  const t = useTexts(journeysTexts);
  return COLUMNS.map((id) => ({ id, title: t[id] }));
}

const SORT_OF: { readonly [id in ColumnId]?: Sort } = { started: 'newest', next: 'nextAt', since: 'stageSince' };

/** The table's columns: the contact, then those that were chosen. */
export function useColumns(
  shown: readonly ColumnId[],
  sort: Sort,
  onSort: (sort: Sort) => void,
): readonly JourneyColumn[] {
  const t = useTexts(journeysTexts);
  const { language } = useLanguage();
  return useMemo(() => {
    const cells: { readonly [id in ColumnId]: Omit<JourneyColumn, 'id' | 'title'> } = {
      stage: { cell: (row) => <StageCell journey={row} />, onPhone: true },
      state: { cell: (row) => <JourneyState journey={row} />, width: '170px' },
      owner: { cell: (row) => row.ownerName ?? <span className="ft-soft">{t.nothing}</span> },
      next: { cell: (row) => <NextCell journey={row} />, onPhone: true, width: '150px' },
      since: { cell: (row) => <Instant at={row.stageSince} relative="only" />, width: '130px' },
      started: { cell: (row) => <Instant at={row.startedAt} />, width: '130px' },
      ended: {
        cell: (row) => (row.endedAt === null ? <Nothing /> : <Instant at={row.endedAt} />),
        width: '130px',
      },
      version: { cell: (row) => row.definitionVersion, width: '80px', align: 'end' },
      id: { cell: (row) => <Code>{row.id}</Code>, width: '260px' },
    };
    const first: JourneyColumn = {
      id: 'contact',
      title: t.contact,
      cell: (row) => (
        <>
          {row.contactName}
          <span className="journeys-under">{localise(language, row.definitionName, row.definitionId)}</span>
        </>
      ),
    };
    const chosen = COLUMNS.filter((id) => shown.includes(id)).map((id): JourneyColumn => {
      const by = SORT_OF[id];
      const column = { id, title: t[id], ...cells[id] };
      if (by === undefined) return column;
      const direction = by === 'newest' ? 'descending' : 'ascending';
      return { ...column, sort: { direction: sort === by ? direction : null, onSort: () => onSort(by) } };
    });
    return [first, ...chosen];
  }, [t, language, shown, sort, onSort]);
}

const Nothing = () => <span className="ft-soft">{useTexts(journeysTexts).nothing}</span>;

function StageCell({ journey }: { readonly journey: JourneyView }) {
  const t = useTexts(journeysTexts);
  const { language } = useLanguage();
  const words = useWords();
  const { stage, stageName, phase } = journey;
  if (stage === null) return <span className="ft-soft">{t.noStage}</span>;
  return (
    <>
      {localise(language, stageName, words.stage(stage))}
      {phase !== 'active' && (
        <span className="journeys-phone-state">
          <JourneyState journey={journey} />
        </span>
      )}
    </>
  );
}

/** When it moves by itself: the exact time, and under it how far that is. */
function NextCell({ journey: { nextAt, phase } }: { readonly journey: JourneyView }) {
  const t = useTexts(journeysTexts);
  if (phase === 'ended') return <Nothing />;
  if (nextAt === null) return <span className="ft-soft">{phase === 'active' ? t.byEvent : t.nothing}</span>;
  return (
    <>
      <Instant at={nextAt} />
      <span className="journeys-under">
        <Instant at={nextAt} relative="only" />
      </span>
    </>
  );
}
