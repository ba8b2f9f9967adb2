import type { ReactNode } from 'react';
import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useMe } from '../app/session.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { mayCampaign } from './acts.js';
import { ONE_SHAPE } from './address.js';
import { Approval } from './approval.js';
import { Guests } from './guests.js';
import { hasGuests } from './has-guests.js';
import { History } from './history.js';
import { MailPreview } from './mail-preview.js';
import { oneTexts } from './one-texts.js';
import { People } from './people.js';
import { Results } from './results/results.js';
import { SumCard } from './sum-card.js';
import { Summary } from './summary.js';

interface CampaignProps {
  readonly campaign: CampaignDraftView;
}

/** A campaign that has left its draft: where it stands, to whom, what it says and who did what. */
export function Running({ campaign }: CampaignProps) {
  const t = useTexts(oneTexts);
  const { role } = useMe();
  const { values, set } = useAddress(ONE_SHAPE);
  return (
    <div className="ft-stack">
      <Standing campaign={campaign} />
      <Tabs
        label={t.parts}
        chosen={values.tab}
        onChoose={(tab) => set({ tab }, { push: true })}
        tabs={[
          { id: 'now', label: t.now, content: <Now campaign={campaign} /> },
          ...(campaign.frozenAt !== null && mayCampaign(role) && hasGuests(campaign)
            ? [{ id: 'guests' as const, label: t.guests, content: <Guests id={campaign.id} /> }]
            : []),
          ...(campaign.frozenAt !== null && mayCampaign(role)
            ? [
                {
                  id: 'results' as const,
                  label: t.results,
                  content: <Results id={campaign.id} state={campaign.state} />,
                },
              ]
            : []),
          { id: 'what', label: t.what, content: <What campaign={campaign} /> },
          { id: 'history', label: t.history, content: <History id={campaign.id} state={campaign.state} /> },
        ]}
      />
    </div>
  );
}

/** Why it stands still, in words. */
function Standing({ campaign }: CampaignProps) {
  const t = useTexts(oneTexts);
  const words = useTexts(problemTexts);
  const { state, reason } = campaign;
  const why = reason === null ? null : (wordsOf(words, reason) ?? reason);
  if (state === 'awaiting-approval') return <Approval campaign={campaign} />;
  if (state === 'paused' || state === 'stopped') {
    return (
      <Notice tone={reason === 'by-hand' ? 'warn' : 'bad'}>
        <p>{state === 'paused' ? t.paused : t.stopped}</p>
        {why !== null && <p>{why}</p>}
      </Notice>
    );
  }
  return allHaveBegun(campaign) ? <Notice tone="info">{t.goesOn}</Notice> : null;
}

/** Nobody is left to begin, and their journeys go on. */
const allHaveBegun = ({ state, way, sum }: CampaignDraftView): boolean =>
  state === 'sending' && way === 'journeys' && sum !== null && sum.parts.notYet + sum.parts.deferred === 0;

function Now({ campaign }: CampaignProps) {
  const { role } = useMe();
  const { sum } = campaign;
  return (
    <div className="ft-stack">
      <div className="camp-now">
        {sum === null ? <NotFrozen campaign={campaign} /> : <SumCard campaign={campaign} sum={sum} />}
        <Facts campaign={campaign} />
      </div>
      {sum !== null && mayCampaign(role) && <People campaign={campaign} />}
    </div>
  );
}

function NotFrozen({ campaign: { startsAt, expected } }: CampaignProps) {
  const t = useTexts(oneTexts);
  const formats = useFormats();
  return (
    <Card title={t.notFrozen}>
      {startsAt !== null && (
        <p>
          {t.startsAt} <Instant at={startsAt} relative="beside" />
        </p>
      )}
      {expected !== null && <p>{t.expected(formats.number(expected))}</p>}
    </Card>
  );
}

function Facts({ campaign }: CampaignProps) {
  const t = useTexts(oneTexts);
  const formats = useFormats();
  const { perMinute, version } = campaign;
  const by = (at: string | null, who: ReactNode) =>
    at === null ? null : (
      <span className="ft-line">
        {who} <Instant at={at} />
      </span>
    );
  const facts = [
    [t.rate, perMinute === null ? t.noRate : t.perMinute(formats.number(perMinute))],
    [
      t.starts,
      campaign.frozenAt !== null || campaign.startsAt === null ? null : <Instant key="s" at={campaign.startsAt} />,
    ],
    [t.frozen, by(campaign.frozenAt, null)],
    [t.ended, by(campaign.endedAt, null)],
    [t.made, by(campaign.createdAt, campaign.createdByName ?? campaign.createdBy)],
    [t.asked, campaign.askedBy === null ? null : (campaign.askedByName ?? campaign.askedBy)],
    [t.approved, by(campaign.approvedAt, campaign.approvedByName ?? campaign.approvedBy)],
    [
      t.definition,
      version === null ? null : (
        <Link key="d" href={`/definitions/${encodeURIComponent(campaign.id)}`}>
          {t.version(version)}
        </Link>
      ),
    ],
  ] as const;
  return (
    <Card>
      <FactList facts={facts.filter(([, value]) => value !== null)} />
    </Card>
  );
}

function What({ campaign }: CampaignProps) {
  const t = useTexts(oneTexts);
  const { role } = useMe();
  const values = campaign.values ?? {};
  return (
    <div className="camp-what">
      <Card>
        <Summary values={values} />
      </Card>
      {mayCampaign(role) && (
        <section className="ft-stack" aria-label={t.mailOf}>
          <h2>{t.mailOf}</h2>
          <MailPreview id={campaign.id} revision={campaign.revision} />
        </section>
      )}
    </div>
  );
}
