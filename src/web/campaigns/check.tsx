import { useState } from 'react';
import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { humanised } from '../texts/humanised.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import type { Checked } from './check-sum.js';
import { checkTexts } from './check-texts.js';
import { useCheck } from './use-check.js';

/** What the gate would say of each of the audience, counted by reason, before anything goes out. */
export function Check({ campaign }: { readonly campaign: CampaignDraftView }) {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  const { checked, error, again } = useCheck(campaign.id, campaign.revision);
  return (
    <div className="ft-stack">
      <p className="ft-soft">{t.help}</p>
      {error !== null && <ProblemNote error={error} />}
      <div className="ft-line">
        {error === null && (
          <p role="status" className="camp-number">
            {checked === null
              ? t.begins
              : checked.isWhole
                ? t.whole(formats.number(checked.size))
                : t.checking(formats.number(checked.seen), formats.number(checked.size))}
          </p>
        )}
        {(checked?.isWhole === true || error !== null) && <Button onPress={again}>{t.again}</Button>}
      </div>
      {checked !== null && checked.more > 0 && (
        <p className="ft-soft">{t.askedAbout(checked.message.template, checked.more)}</p>
      )}
      {checked !== null && <Counts checked={checked} />}
    </div>
  );
}

function Counts({ checked }: { readonly checked: Checked }) {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  const { isWhole, size, send, heldOut, reasons } = checked;
  return (
    <>
      {isWhole && size === 0 && <Notice tone="warn">{t.noFits}</Notice>}
      {isWhole && size > 0 && send === 0 && <Notice tone="warn">{t.nobody}</Notice>}
      <dl className="camp-figures">
        <div>
          <dt>{t.wouldGet}</dt>
          <dd>{formats.number(send)}</dd>
        </div>
        {(['skip', 'defer'] as const).map((answer) => (
          <div key={answer}>
            <dt>{answer === 'skip' ? t.leftOut : t.putOff}</dt>
            <dd>
              {formats.number(
                reasons.filter((each) => each.answer === answer).reduce((sum, { count }) => sum + count, 0),
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t.wouldHold}</dt>
          <dd>{formats.number(heldOut)}</dd>
        </div>
      </dl>
      {reasons.length > 0 && (
        <ul className="camp-reasons" aria-label={t.tableOf}>
          {reasons.map((reason) => (
            <Reason key={`${reason.answer} ${reason.code}`} reason={reason} />
          ))}
        </ul>
      )}
    </>
  );
}

function Reason({ reason }: { readonly reason: Checked['reasons'][number] }) {
  const t = useTexts(checkTexts);
  const words = useTexts(problemTexts);
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { answer, code, count, samples } = reason;
  return (
    <li>
      <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <strong>{formats.number(count)}</strong>
        <span>{answer === 'skip' ? t.leftOut : t.putOff}</span>
        <span className="ft-soft">{wordsOf(words, code) ?? humanised(code)}</span>
      </Button>
      {isOpen && (
        <ul className="camp-people">
          {samples.map(({ contactId, contactName }) => (
            <li key={contactId}>
              <Link href={`/contacts/${contactId}`}>{contactName}</Link>
            </li>
          ))}
          {count > samples.length && <li className="ft-soft">… {formats.number(count - samples.length)}</li>}
        </ul>
      )}
    </li>
  );
}
