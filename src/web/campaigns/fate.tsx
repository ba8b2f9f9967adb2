import type { CampaignPreview } from '../../api/contracts/campaign-looks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { Instant } from '../kit/instant.js';
import { Notice } from '../kit/notice.js';
import { humanised } from '../texts/humanised.js';
import { useTexts } from '../texts/use-texts.js';
import { checkTexts } from './check-texts.js';

/** What would become of one contact: whether they are in the audience, and what the gate would say at their time. */
export function Fate({ fate }: { readonly fate: NonNullable<CampaignPreview['fate']> }) {
  const t = useTexts(checkTexts);
  const problems = useTexts(problemTexts);
  const { inAudience, heldOut, answer, code, dueAt, until } = fate;
  if (!inAudience) return <Notice tone="warn">{t.notInAudience}</Notice>;
  if (heldOut) return <Notice tone="warn">{t.wouldHold}</Notice>;
  if (answer === null) return null;
  const why = code === null ? null : (wordsOf(problems, code) ?? humanised(code));
  return (
    <Notice tone={answer === 'send' ? 'good' : 'warn'}>
      <p>
        {answer === 'send' ? t.wouldGet : answer === 'skip' ? t.leftOut : t.putOff}
        {why !== null && <> · {why}</>}
      </p>
      {dueAt !== null && answer !== 'skip' && (
        <p className="ft-small">
          <Instant at={until ?? dueAt} style="full" />
        </p>
      )}
    </Notice>
  );
}
