import { useState } from 'react';
import type { CampaignBreakdownView, campaignResultsBy, ResultPart } from '../../../api/contracts/campaign-results.js';
import type { listSegments } from '../../../api/contracts/segments.js';
import { useOne } from '../../api/hooks.js';
import { Card } from '../../kit/card.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { Select } from '../../kit/select.js';
import { Empty } from '../../kit/states.js';
import { localise } from '../../texts/localised.js';
import { useFormats } from '../../texts/use-formats.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';
import { resultsTexts } from './results-texts.js';

type Group = CampaignBreakdownView['groups'][number];

const PARTS = ['language', 'domain', 'hour', 'segment'] as const satisfies readonly ResultPart[];
/** The API takes so many ids in one address. */
const MOST_SEGMENTS = 20;

/** The same in parts. */
export function Breakdown({ id }: { readonly id: string }) {
  const t = useTexts(resultsTexts);
  const [part, setPart] = useState<ResultPart>('language');
  return (
    <Card title={t.inParts}>
      <div className="ft-stack">
        <Select
          label={t.by}
          options={PARTS.map((each) => ({ id: each, label: t[each] }))}
          value={part}
          onChange={setPart}
        />
        {part === 'segment' ? <BySegment id={id} /> : <Groups id={id} part={part} segments={undefined} />}
      </div>
    </Card>
  );
}

function BySegment({ id }: { readonly id: string }) {
  const t = useTexts(resultsTexts);
  const { data } = useOne<typeof listSegments>('GET /v1/segments', { query: { limit: MOST_SEGMENTS } });
  if (data === undefined) return null;
  if (data.data.length === 0) return <Empty title={t.noSegments}>{t.noSegmentsHelp}</Empty>;
  return <Groups id={id} part="segment" segments={data.data.map((segment) => segment.id).join(',')} />;
}

interface GroupsProps {
  readonly id: string;
  readonly part: ResultPart;
  readonly segments: string | undefined;
}

function Groups({ id, part, segments }: GroupsProps) {
  const t = useTexts(resultsTexts);
  const query = segments === undefined ? { part } : { part, segments };
  const broken = useOne<typeof campaignResultsBy>('GET /v1/campaigns/:id/results/by', { params: { id }, query });
  const list = {
    rows: broken.data?.groups ?? [],
    error: broken.error,
    isLoading: broken.isLoading,
    refetch: broken.refetch,
    ...{ hasMore: false, isFetchingMore: false, fetchMore: () => undefined },
  };
  const others = broken.data?.others ?? 0;
  return (
    <>
      <DataTable
        label={t.inParts}
        columns={useColumns(part)}
        list={list}
        rowKey={({ key }) => key ?? ''}
        empty={<Empty title={t.nobodyYet}>{t.nobodyYetHelp}</Empty>}
      />
      {others > 0 && <p className="ft-soft ft-small">{t.others(others)}</p>}
    </>
  );
}

const FIGURES = ['sent', 'opened', 'clicked', 'replied', 'unsubscribed', 'bounced'] as const;

function useColumns(part: ResultPart): readonly Column<Group>[] {
  const t = useTexts(resultsTexts);
  const formats = useFormats();
  const keyOf = useKeyWords(part);
  const share = (side: NonNullable<Group['comparison']>['assigned'] | undefined): string =>
    side?.share == null ? '' : formats.share(side.share.value);
  return [
    { id: 'key', title: t[part], cell: ({ key }) => keyOf(key) },
    ...FIGURES.map((figure) => ({
      id: figure,
      title: t[figure],
      width: '110px',
      align: 'end' as const,
      onPhone: figure === 'sent' || figure === 'clicked',
      cell: ({ counts }: Group) => formats.number(counts[figure]),
    })),
    {
      id: 'converted',
      title: t.withIt,
      width: '110px',
      align: 'end',
      cell: ({ comparison }) => share(comparison?.assigned),
    },
    {
      id: 'heldOut',
      title: t.heldOut,
      width: '110px',
      align: 'end',
      cell: ({ comparison }) => share(comparison?.heldOut),
    },
  ];
}

/** What a group is called; an hour as a stretch of the day. */
function useKeyWords(part: ResultPart): (key: string | null) => string {
  const t = useTexts(resultsTexts);
  const { language } = useLanguage();
  const { data } = useOne<typeof listSegments>(
    'GET /v1/segments',
    { query: { limit: MOST_SEGMENTS } },
    { enabled: part === 'segment' },
  );
  return (key) => {
    if (key === null) return t.unknown;
    if (part === 'hour') return t.hourOf(key.padStart(2, '0'), String((Number(key) + 1) % 24).padStart(2, '0'));
    if (part === 'language')
      return new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(key) ?? key;
    if (part !== 'segment') return key;
    return localise(language, data?.data.find(({ id }) => id === key)?.name ?? null, key);
  };
}
