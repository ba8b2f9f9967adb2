import type { CampaignResultsView, campaignResults } from '../../../api/contracts/campaign-results.js';
import type { CampaignView } from '../../../api/contracts/campaigns.js';
import { useOne } from '../../api/hooks.js';
import { Card } from '../../kit/card.js';
import { FactList } from '../../kit/fact-list.js';
import { Link } from '../../kit/link.js';
import { Loaded } from '../../kit/states.js';
import { useFormats } from '../../texts/use-formats.js';
import { useTexts } from '../../texts/use-texts.js';
import { Breakdown } from './breakdown.js';
import { Comparison } from './comparison.js';
import { resultsTexts } from './results-texts.js';
import './results.css';

/** Counting a large campaign takes seconds, and nobody watches clicks come in one by one. */
const EVERY_MS = 60_000;

interface ResultsProps extends Pick<CampaignView, 'id' | 'state'> {}

/** What came back for a campaign, and what it brought. */
export function Results({ id, state }: ResultsProps) {
  const results = useOne<typeof campaignResults>(
    'GET /v1/campaigns/:id/results',
    { params: { id } },
    state === 'sending' ? { everyMs: EVERY_MS } : {},
  );
  return (
    <Loaded of={results} lines={8}>
      {(found) => (
        <div className="ft-stack">
          <div className="camp-now">
            <CameBack results={found} />
            <Comparison results={found} />
          </div>
          {found.links.length > 0 && <Links links={found.links} />}
          <Breakdown id={id} />
        </div>
      )}
    </Loaded>
  );
}

function CameBack({ results: { id, counts, machines } }: { readonly results: CampaignResultsView }) {
  const t = useTexts(resultsTexts);
  const formats = useFormats();
  const of = (count: number) =>
    counts.sent === 0
      ? formats.number(count)
      : t.ofSent(formats.number(count), formats.share(Math.min(1, count / counts.sent)));
  const beside = (count: number, machine: number) => (
    <>
      {of(count)}
      {machine > 0 && <span className="camp-under">{t.machines(formats.number(machine))}</span>}
    </>
  );
  return (
    <Card title={t.cameBack}>
      <div className="ft-stack">
        <FactList
          facts={[
            [t.sent, formats.number(counts.sent)],
            [t.delivered, of(counts.delivered)],
            [t.opened, beside(counts.opened, machines.opened)],
            [t.clicked, beside(counts.clicked, machines.clicked)],
            [t.replied, of(counts.replied)],
            [t.away, of(counts.away)],
            [t.unsubscribed, of(counts.unsubscribed)],
            [t.bounced, t.forGood(of(counts.bounced), formats.number(counts.bouncedForGood))],
            [t.complained, of(counts.complained)],
          ]}
        />
        <p className="ft-soft ft-small">{t.cameBackHelp}</p>
        <p>
          <Link href={`/v1/campaigns/${encodeURIComponent(id)}/results/export`}>{t.export}</Link>
        </p>
      </div>
    </Card>
  );
}

/** Of a mail that shows other links to others there may be many. */
function Links({ links }: Pick<CampaignResultsView, 'links'>) {
  const t = useTexts(resultsTexts);
  const formats = useFormats();
  return (
    <Card title={t.links}>
      <ul className="camp-links">
        {links.map(({ link, clicked }) => (
          <li key={link}>
            <strong className="camp-number">{formats.number(clicked)}</strong> <span lang="zxx">{link}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
