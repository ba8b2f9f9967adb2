import type { ReactNode } from 'react';
import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useMe } from '../app/session.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { useAddress } from '../kit/use-address.js';
import { humanised } from '../texts/humanised.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { mayCampaign } from './acts.js';
import { campaignHref, ONE_SHAPE } from './address.js';
import { oneTexts } from './one-texts.js';
import { restAt, type ShownPart, type Sum, settledOf, shownParts } from './sum-parts.js';
import { campaignsTexts } from './texts.js';

interface SumProps {
  readonly campaign: CampaignDraftView;
  readonly sum: Sum;
}

/** The sum of the audience as a bar and as figures; each figure leads to its people. */
export function SumCard({ campaign, sum }: SumProps) {
  const t = useTexts(oneTexts);
  const formats = useFormats();
  const parts = shownParts(sum, campaign.way ?? 'mail');
  const rest = campaign.state === 'sending' ? restAt(sum, campaign.perMinute) : null;
  return (
    <Card title={t.sum}>
      <div className="ft-stack">
        <p role="status" className="camp-number">
          {t.settled(formats.number(settledOf(sum)), formats.number(sum.audience))}
          {rest !== null && <span className="ft-soft"> · {t.rest(formats.duration(rest))}</span>}
        </p>
        <Bar parts={parts} />
        <Figures campaign={campaign} sum={sum} parts={parts} />
        <p className="ft-soft ft-small">{t.sumHelp}</p>
      </div>
    </Card>
  );
}

interface PartsProps {
  readonly parts: readonly ShownPart[];
}

/** Seen only: the figures below say the same. */
const Bar = ({ parts }: PartsProps) => (
  <div className="camp-bar" aria-hidden="true">
    {parts
      .filter(({ count }) => count > 0)
      .map(({ part, count }) => (
        <span key={part} className={`camp-of-${part}`} style={{ flexGrow: count }} />
      ))}
  </div>
);

function Figures({ campaign, sum, parts }: SumProps & PartsProps) {
  const t = useTexts(oneTexts);
  const words = useTexts(campaignsTexts);
  const problems = useTexts(problemTexts);
  const formats = useFormats();
  return (
    <ul className="camp-figure-list" aria-label={t.bar}>
      {parts.map(({ part, count, share, reasons }) => (
        <li key={part}>
          <Term campaign={campaign} part={part} reason={null} count={count}>
            <span className={`camp-mark camp-of-${part}`} aria-hidden="true" />
            <strong>{formats.number(count)}</strong> {words[part]}
          </Term>
          <span className="ft-soft ft-small">{formats.share(share)}</span>
          {reasons.length > 0 && (
            <ul className="camp-why">
              {reasons.map((each) => (
                <li key={each.reason}>
                  <Term campaign={campaign} part={part} reason={each.reason} count={each.count}>
                    {formats.number(each.count)} · {wordsOf(problems, each.reason) ?? humanised(each.reason)}
                  </Term>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      <li className="camp-total">
        <Term campaign={campaign} part="all" reason={null} count={sum.audience}>
          <strong>{formats.number(sum.audience)}</strong> {t.audience}
        </Term>
      </li>
    </ul>
  );
}

interface TermProps {
  readonly campaign: CampaignDraftView;
  readonly part: ShownPart['part'] | 'all';
  readonly reason: string | null;
  readonly count: number;
  readonly children: ReactNode;
}

/** One term of the sum; a click lists its people, to those who may see them. */
function Term({ campaign, part, reason, count, children }: TermProps) {
  const { role } = useMe();
  const { values } = useAddress(ONE_SHAPE);
  if (count === 0 || !mayCampaign(role)) return <span className="camp-term">{children}</span>;
  const query = new URLSearchParams({ part, ...(reason === null ? {} : { reason }) });
  const isChosen = values.part === part && values.reason === (reason ?? '');
  return (
    <Link
      href={`${campaignHref(campaign.id)}?${query}`}
      look="plain"
      className="camp-term"
      aria-current={isChosen ? 'true' : undefined}
    >
      {children}
    </Link>
  );
}
