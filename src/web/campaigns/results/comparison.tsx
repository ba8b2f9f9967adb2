import type { CampaignResultsView } from '../../../api/contracts/campaign-results.js';
import { Card } from '../../kit/card.js';
import { Instant } from '../../kit/instant.js';
import { useFormats } from '../../texts/use-formats.js';
import { useTexts } from '../../texts/use-texts.js';
import { UNITS } from '../form.js';
import { wizardTexts } from '../wizard-texts.js';
import { intervalOn, scaleOf } from './interval.js';
import { resultsTexts } from './results-texts.js';

type ComparisonView = NonNullable<CampaignResultsView['comparison']>;

/** What the campaign brought against those who were held out. */
export function Comparison({ results: { goal, comparison } }: { readonly results: CampaignResultsView }) {
  const t = useTexts(resultsTexts);
  const words = useTexts(wizardTexts);
  const formats = useFormats();
  if (goal === null || comparison === null) {
    return (
      <Card title={t.brought}>
        <p className="ft-soft">{t.noGoal}</p>
      </Card>
    );
  }
  const { assigned, heldOut, more, isClear } = comparison;
  const spanOf = (within: string): string => {
    const [n = '', ...unit] = within.split(' ');
    const known = UNITS.find((each) => each === unit.join(' '));
    return known === undefined ? within : `${n} ${words[known]}`;
  };
  return (
    <Card title={t.brought}>
      <div className="ft-stack">
        <p>
          {t.goal(goal.on.join(', '))}
          {goal.within !== null && ` ${t.within(spanOf(goal.within))}`}
        </p>
        {more !== null && (
          <p className="camp-brought">
            {(more.value < 0 ? t.fewer : t.more)(formats.number(Math.abs(Math.round(more.value))))}
            {!isClear && t.notClear}
            <span className="camp-under">
              {t.between(formats.number(Math.round(more.low)), formats.number(Math.round(more.high)))}
            </span>
          </p>
        )}
        <Sides assigned={assigned} heldOut={heldOut} />
        {more === null && <p className="ft-soft">{t.nobodyHeldOut}</p>}
        {!goal.isFinal && (
          <p className="ft-soft ft-small">
            {goal.endsAt === null ? t.moreMayCome : t.moreMayComeUntil}{' '}
            {goal.endsAt !== null && <Instant at={goal.endsAt} />}
          </p>
        )}
        <p className="ft-soft ft-small">{t.broughtHelp}</p>
      </div>
    </Card>
  );
}

/** Each side's share as a point on one scale, with where it lies; the figures beside say the same. */
function Sides({ assigned, heldOut }: Pick<ComparisonView, 'assigned' | 'heldOut'>) {
  const t = useTexts(resultsTexts);
  const formats = useFormats();
  const scale = scaleOf([assigned.share, heldOut.share]);
  return (
    <dl className="camp-sides">
      {[['withIt', assigned] as const, ['heldOut', heldOut] as const].map(([side, { people, converted, share }]) => (
        <div key={side}>
          <dt>{t[side]}</dt>
          <dd>
            {share === null ? (
              t.nobody
            ) : (
              <>
                <span className="camp-interval" aria-hidden="true">
                  <span className={`camp-interval-${side}`} style={intervalOn(scale, share)} />
                </span>
                {t.converted(formats.number(converted), formats.number(people), formats.share(share.value))}
                <span className="camp-under">{t.between(formats.share(share.low), formats.share(share.high))}</span>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
