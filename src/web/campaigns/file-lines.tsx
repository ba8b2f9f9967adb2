import type { CampaignFileLineView, listCampaignFileLines } from '../../api/contracts/campaigns.js';
import { useList } from '../api/hooks.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Link } from '../kit/link.js';
import { Empty } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { wizardTexts } from './wizard-texts.js';

interface LinesProps {
  readonly id: string;
  readonly name: string;
  readonly became: CampaignFileLineView['became'];
}

/** The lines of a list of which one thing became. */
export function FileLines({ id, name, became }: LinesProps) {
  const t = useTexts(wizardTexts);
  const list = useList<typeof listCampaignFileLines>('GET /v1/campaigns/:id/files/:file/lines', {
    params: { id, file: name },
    query: { became },
  });
  const columns: readonly Column<CampaignFileLineView>[] = [
    { id: 'line', title: t.line, width: '90px', cell: ({ line }) => line },
    {
      id: 'who',
      title: t[became],
      onPhone: true,
      cell: ({ contactId, contactName, value }) =>
        contactId === null ? (
          <span lang="zxx">{value}</span>
        ) : (
          <Link href={`/contacts/${contactId}`}>{contactName ?? contactId}</Link>
        ),
    },
  ];
  return (
    <DataTable
      label={t.linesOf(name)}
      columns={columns}
      list={list}
      rowKey={({ line }) => String(line)}
      empty={<Empty title={t.noLines}>{t.noLinesHelp}</Empty>}
    />
  );
}
