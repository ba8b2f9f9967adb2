import { useState } from 'react';
import type { DefinitionSummary, listDefinitions } from '../../api/contracts/definitions.js';
import type { BoardView, board } from '../../api/contracts/overview.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Select } from '../kit/select.js';
import { Empty, Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { firstChoice, journeysHref, SHAPE } from './address.js';
import { Columns } from './columns.js';
import { Ended } from './ended.js';
import { StageTable } from './stage-table.js';
import { boardTexts } from './texts.js';
import './board.css';

/** Journeys become late as time passes, and no change announces it. */
const EVERY_MS = 30_000;

export function Page() {
  const t = useTexts(boardTexts);
  const definitions = useOne<typeof listDefinitions>('GET /v1/definitions', { query: { limit: 200 } });
  const journeys = definitions.data?.data.filter(({ kind }) => kind === 'journey') ?? [];
  if (journeys.length > 0) return <Chosen definitions={journeys} />;
  return (
    <>
      <PageHeader title={t.title} />
      <Loaded of={definitions}>
        {() => (
          <Empty title={t.noneTitle} acts={<Link href="/definitions">{t.toDefinitions}</Link>}>
            {t.noneHelp}
          </Empty>
        )}
      </Loaded>
    </>
  );
}

function Chosen({ definitions }: { readonly definitions: readonly DefinitionSummary[] }) {
  const t = useTexts(boardTexts);
  const { language } = useLanguage();
  const { values, set, faults } = useAddress(SHAPE);
  // Kept: which has most people changes while one looks.
  const [initial] = useState(() => firstChoice(definitions) ?? '');
  const isKnown = definitions.some((each) => each.id === values.definition);
  const id = isKnown ? values.definition : initial;
  const isOld = faults.length > 0 || (values.definition !== '' && !isKnown);
  const read = useOne<typeof board>(
    'GET /v1/board',
    { query: { definition: id } },
    { kinds: ['journey', 'definition'], everyMs: EVERY_MS },
  );
  const options = definitions.map((each) => ({ id: each.id, label: localise(language, each.name, each.id) }));
  return (
    <div className="board">
      <PageHeader
        title={t.title}
        below={t.help}
        acts={
          <Select
            className="board-choice"
            label={t.definition}
            options={options}
            value={id}
            onChange={(definition) => set({ definition }, { push: true })}
          />
        }
      />
      <div className="ft-stack">
        {isOld && <Notice tone="warn">{t.oldLink}</Notice>}
        <Loaded key={id} of={read} lines={8}>
          {(data) => <Shown board={data} view={values.view} onView={(view) => set({ view })} />}
        </Loaded>
      </div>
    </div>
  );
}

interface ShownProps {
  readonly board: BoardView;
  readonly view: 'columns' | 'table';
  readonly onView: (view: 'columns' | 'table') => void;
}

function Shown({ board: shown, view, onView }: ShownProps) {
  const t = useTexts(boardTexts);
  const { id } = shown.definition;
  if (shown.stages.length === 0) {
    return (
      <Card>
        <Empty title={t.noStagesTitle} acts={<Link href={journeysHref(id)}>{t.showAllOpen}</Link>}>
          {t.noStagesHelp}
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <Tabs
        label={t.view}
        chosen={view}
        onChoose={onView}
        tabs={[
          { id: 'columns', label: t.columns, content: <Columns board={shown} /> },
          { id: 'table', label: t.table, content: <StageTable board={shown} /> },
        ]}
      />
      {shown.elsewhere > 0 && (
        <Notice tone="info">
          <span>
            {t.elsewhere(shown.elsewhere)} <Link href={journeysHref(id)}>{t.showAllOpen}</Link>
          </span>
        </Notice>
      )}
      <Ended board={shown} />
    </>
  );
}
