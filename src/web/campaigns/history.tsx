import type { CampaignDeedView, campaignHistory } from '../../api/contracts/campaign-history.js';
import type { CampaignView } from '../../api/contracts/campaigns.js';
import { useList } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Empty } from '../kit/states.js';
import { humanised } from '../texts/humanised.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { readEvery } from './acts.js';
import { oneTexts } from './one-texts.js';

const EVERY_MS = 5_000;
const ENGINE = 'engine';

interface HistoryProps extends Pick<CampaignView, 'state'> {
  readonly id: string;
}

/** Who did what, and why. */
export function History({ id, state }: HistoryProps) {
  const t = useTexts(oneTexts);
  const isUnderWay = readEvery({ state, audience: null }) !== undefined;
  const list = useList<typeof campaignHistory>(
    'GET /v1/campaigns/:id/history',
    { params: { id }, query: {} },
    isUnderWay ? { everyMs: EVERY_MS } : {},
  );
  return (
    <DataTable
      label={t.historyTable}
      columns={useColumns()}
      list={list}
      rowKey={({ at, deed, actorId }) => `${at} ${deed} ${actorId}`}
      tall
      empty={<Empty title={t.nothingDone}>{t.nothingDoneHelp}</Empty>}
    />
  );
}

function useColumns(): readonly Column<CampaignDeedView>[] {
  const t = useTexts(oneTexts);
  const problems = useTexts(problemTexts);
  const deedWords = useDeedWords();
  return [
    {
      id: 'deed',
      title: t.deed,
      cell: (row) => (
        <>
          {deedWords(row)}
          {row.revision !== null && <span className="camp-under">{t.atRevision(row.revision)}</span>}
        </>
      ),
    },
    {
      id: 'by',
      title: t.by,
      width: '190px',
      onPhone: true,
      cell: ({ actorId, actorName }) => (actorId === ENGINE ? t.engine : (actorName ?? actorId)),
    },
    {
      id: 'why',
      title: t.why,
      cell: ({ reason, actorId }) =>
        reason === null ? '' : actorId === ENGINE ? (wordsOf(problems, reason) ?? reason) : reason,
    },
    { id: 'when', title: t.when, width: '170px', cell: ({ at }) => <Instant at={at} /> },
  ];
}

const WORDS = {
  create: 'didCreate',
  edit: 'didEdit',
  schedule: 'didSchedule',
  approve: 'didApprove',
  'send-back': 'didSendBack',
  unschedule: 'didUnschedule',
  begin: 'didBegin',
  pause: 'didPause',
  resume: 'didResume',
  stop: 'didStop',
  stopped: 'didStop',
  done: 'didDone',
  'awaiting-approval': 'didAwait',
  file: 'didFile',
  test: 'didTest',
} as const;

/** A deed in words; one that is newer than this page, its name made readable. */
function useDeedWords(): (row: CampaignDeedView) => string {
  const t = useTexts(oneTexts);
  const formats = useFormats();
  return ({ deed, perMinute }) => {
    if (deed === 'set-rate') return t.didRate(perMinute === null ? t.noRate : t.perMinute(formats.number(perMinute)));
    return Object.hasOwn(WORDS, deed) ? t[WORDS[deed as keyof typeof WORDS]] : humanised(deed);
  };
}
