import type { listSegments, SegmentView } from '../../api/contracts/segments.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Code } from '../kit/code.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { LIST_SHAPE, segmentHref } from './address.js';
import { SizeChart } from './chart.js';
import { segmentsTexts } from './texts.js';
import { Write } from './write.js';
import './segments.css';

export function Page() {
  const t = useTexts(segmentsTexts);
  const { values, set, faults } = useAddress(LIST_SHAPE);
  if (values.show === 'write')
    return (
      <div>
        <PageHeader title={t.writeNew} above={<Link href="/segments">{t.backToList}</Link>} />
        <Write base={null} />
      </div>
    );
  return (
    <div>
      <PageHeader
        title={t.title}
        below={t.help}
        acts={<Button onPress={() => set({ show: 'write' }, { push: true })}>{t.writeNew}</Button>}
      />
      <div className="ft-stack">
        {faults.length > 0 && <Notice tone="warn">{t.oldLink}</Notice>}
        <SegmentTable />
      </div>
    </div>
  );
}

function SegmentTable() {
  const t = useTexts(segmentsTexts);
  const list = useList<typeof listSegments>('GET /v1/segments', {}, { kinds: ['definition'] });
  return (
    <DataTable
      label={t.listLabel}
      columns={useColumns()}
      list={list}
      rowKey={(row) => row.id}
      href={(row) => segmentHref(row.id)}
      tall
      empty={<Empty title={t.emptyTitle}>{t.emptyHelp}</Empty>}
    />
  );
}

function useColumns(): readonly Column<SegmentView>[] {
  const t = useTexts(segmentsTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const isOwn = useMe().role === 'rep';
  const all: readonly Column<SegmentView>[] = [
    {
      id: 'name',
      title: t.name,
      cell: ({ name, id }) => (
        <>
          {localise(language, name, id)}
          <span className="seg-id ft-soft ft-small">
            <Code>{id}</Code>
          </span>
        </>
      ),
    },
    {
      id: 'size',
      title: t.size,
      width: '150px',
      align: 'end',
      onPhone: true,
      cell: ({ last }) =>
        last === null ? <span className="ft-soft">{t.neverCounted}</span> : formats.number(last.size),
    },
    { id: 'chart', title: t.overTime, width: '160px', cell: ({ sizes }) => <SizeChart sizes={sizes} /> },
    {
      id: 'counted',
      title: t.counted,
      width: '180px',
      cell: ({ last }) => last !== null && <Instant at={last.countedAt} />,
    },
    { id: 'version', title: t.version, width: '84px', align: 'end', cell: ({ version }) => formats.number(version) },
  ];
  // Sizes are kept of all contacts; a rep counts among their own, segment by segment.
  return isOwn ? all.filter(({ id }) => id === 'name' || id === 'version') : all;
}
