import { useState } from 'react';
import type { CampaignView, listCampaigns } from '../../api/contracts/campaigns.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Filters, SelectFilter } from '../kit/filters.js';
import { Instant } from '../kit/instant.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { mayCampaign } from './acts.js';
import { campaignHref, LIST_SHAPE } from './address.js';
import { NewDialog } from './new-dialog.js';
import { CampaignState } from './state.js';
import { campaignsTexts } from './texts.js';
import './campaigns.css';

const EVERY_MS = 3_000;
const STATES = ['draft', 'awaiting-approval', 'scheduled', 'sending', 'paused', 'stopped', 'done'] as const;

/** Every campaign, newest first. */
export function Page() {
  const t = useTexts(campaignsTexts);
  const { role } = useMe();
  const { values, set, faults, isSaid, clear } = useAddress(LIST_SHAPE);
  const [isNew, setNew] = useState(false);
  const query = values.state === null ? {} : { state: values.state };
  const list = useList<typeof listCampaigns>('GET /v1/campaigns', { query }, { keepOld: true, everyMs: EVERY_MS });
  const make = mayCampaign(role) && (
    <Button look="main" onPress={() => setNew(true)}>
      {t.make}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} below={t.help} acts={make} />
      <div className="ft-stack">
        <Filters faults={faults} isSaid={isSaid} onClear={clear}>
          <SelectFilter
            label={t.state}
            options={STATES.map((id) => ({ id, label: t[id] }))}
            value={values.state}
            onChange={(state) => set({ state })}
          />
        </Filters>
        <DataTable
          label={t.table}
          columns={useColumns()}
          list={list}
          rowKey={({ id }) => id}
          href={({ id }) => campaignHref(id)}
          tall
          empty={
            isSaid ? (
              <Empty title={t.emptyFiltered} acts={<Button onPress={clear}>{t.clear}</Button>}>
                {t.emptyFilteredHelp}
              </Empty>
            ) : (
              <Empty title={t.empty}>{mayCampaign(role) ? t.emptyHelp : t.emptyLooker}</Empty>
            )
          }
        />
      </div>
      {isNew && <NewDialog copied={null} onClose={() => setNew(false)} />}
    </>
  );
}

function useColumns(): readonly Column<CampaignView>[] {
  const t = useTexts(campaignsTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  return [
    {
      id: 'name',
      title: t.name,
      cell: (row) => (
        <>
          <span className="camp-name">{localise(language, row.name, row.id)}</span>
          <span className="camp-under" lang="zxx">
            {row.id}
          </span>
        </>
      ),
    },
    {
      id: 'state',
      title: t.state,
      width: '150px',
      onPhone: true,
      cell: ({ state }) => <CampaignState state={state} />,
    },
    {
      id: 'audience',
      title: t.audience,
      width: '110px',
      align: 'end',
      cell: ({ audience, expected }) =>
        audience !== null
          ? formats.number(audience)
          : expected === null
            ? t.notKnown
            : t.about(formats.number(expected)),
    },
    { id: 'progress', title: t.progress, width: '110px', align: 'end', cell: (row) => <Reached campaign={row} /> },
    {
      id: 'starts',
      title: t.starts,
      width: '160px',
      cell: ({ startsAt }) => (startsAt === null ? t.notKnown : <Instant at={startsAt} />),
    },
    { id: 'by', title: t.by, width: '170px', cell: ({ createdBy, createdByName }) => createdByName ?? createdBy },
  ];
}

/** How many have got it. */
function Reached({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTexts(campaignsTexts);
  const formats = useFormats();
  const { reached } = campaign;
  return <>{reached === null ? t.notKnown : formats.number(reached)}</>;
}
