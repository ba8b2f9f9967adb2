import type { DefinitionSummary, listDefinitions } from '../../api/contracts/definitions.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Code } from '../kit/code.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { definitionHref, LIST_SHAPE } from './address.js';
import { kindWords } from './kind.js';
import { definitionsTexts } from './texts.js';
import { Write } from './write.js';
import './definitions.css';

export function Page() {
  const t = useTexts(definitionsTexts);
  const { role } = useMe();
  const { values, set, faults } = useAddress(LIST_SHAPE);
  if (values.show === 'write') {
    return (
      <div>
        <PageHeader title={t.writeNew} above={<Link href="/definitions">{t.backToList}</Link>} />
        <Write base={null} />
      </div>
    );
  }
  return (
    <div>
      <PageHeader
        title={t.title}
        below={t.help}
        acts={role === 'ops' && <Button onPress={() => set({ show: 'write' }, { push: true })}>{t.writeNew}</Button>}
      />
      <div className="ft-stack">
        {faults.length > 0 && <Notice tone="warn">{t.oldLink}</Notice>}
        <DefinitionTable />
      </div>
    </div>
  );
}

function DefinitionTable() {
  const t = useTexts(definitionsTexts);
  const list = useList<typeof listDefinitions>('GET /v1/definitions', {}, { kinds: ['definition', 'journey'] });
  return (
    <DataTable
      label={t.listLabel}
      columns={useColumns()}
      list={list}
      rowKey={(row) => row.id}
      href={(row) => definitionHref(row.id)}
      tall
      empty={<Empty title={t.emptyTitle}>{t.emptyHelp}</Empty>}
    />
  );
}

function useColumns(): readonly Column<DefinitionSummary>[] {
  const t = useTexts(definitionsTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  return [
    { id: 'name', title: t.name, cell: (row) => <Name name={localise(language, row.name, row.id)} id={row.id} /> },
    { id: 'kind', title: t.kind, width: '120px', cell: (row) => kindWords(t, row.kind) },
    {
      id: 'version',
      title: t.version,
      width: '84px',
      align: 'end',
      onPhone: true,
      cell: (row) => formats.number(row.current),
    },
    {
      id: 'open',
      title: t.open,
      width: '124px',
      align: 'end',
      onPhone: true,
      cell: (row) => formats.number(row.openJourneys),
    },
    { id: 'published', title: t.published, width: '180px', cell: (row) => <Instant at={row.publishedAt} /> },
    { id: 'by', title: t.by, width: '200px', cell: (row) => <Person id={row.publishedBy} /> },
  ];
}

const Name = ({ name, id }: { readonly name: string; readonly id: string }) => (
  <>
    {name}
    {name !== id && (
      <span className="def-id ft-soft ft-small">
        <Code>{id}</Code>
      </span>
    )}
  </>
);
