import type { LatelyView } from '../../api/contracts/lately.js';
import { Instant } from '../kit/instant.js';
import { Status } from '../kit/status.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { latelyTexts } from './lately-texts.js';

/* What somebody should know before they meet a customer; each is the description of a term. */

export function LastOrder({ order }: { readonly order: LatelyView['lastOrder'] }) {
  const t = useTexts(latelyTexts);
  const formats = useFormats();
  if (order === null) return <span className="ft-soft">{t.noOrder}</span>;
  return (
    <>
      <Instant at={order.at} style="day" />
      {order.amount !== null && <> · {formats.money(order.amount, order.currency)}</>}
      {order.number !== null && <span className="ft-soft"> · {order.number}</span>}
    </>
  );
}

export function OpenCases({ open: { count, cases } }: { readonly open: LatelyView['openCases'] }) {
  const t = useTexts(latelyTexts);
  if (count === 0) return <span className="ft-soft">{t.noCases}</span>;
  return (
    <>
      <Status tone="warn">{t.cases(count)}</Status>
      {cases.map(({ subject, openedAt }) => (
        <span key={`${openedAt}${subject ?? ''}`} className="tasks-case">
          {subject !== null && <>{subject} · </>}
          <span className="ft-soft">
            {t.since} <Instant at={openedAt} style="day" />
          </span>
        </span>
      ))}
    </>
  );
}

export function LastAnswer({ answer }: { readonly answer: LatelyView['lastAnswer'] }) {
  const t = useTexts(latelyTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  if (answer === null) return <span className="ft-soft">{t.noSurvey}</span>;
  const name = localise(language, answer.surveyName, answer.survey);
  return (
    <>
      {answer.score === null ? t.noScore : t.score(formats.number(answer.score))}
      <span className="ft-soft">
        {name === '' ? '' : ` · ${name}`} · <Instant at={answer.at} style="day" />
      </span>
    </>
  );
}

export function LastReply({ reply }: { readonly reply: LatelyView['lastReply'] }) {
  const t = useTexts(latelyTexts);
  if (reply === null) return <span className="ft-soft">{t.noReply}</span>;
  return (
    <>
      {reply.words ?? (reply.channel === 'sms' ? t.sms : t.reply)}
      <span className="ft-soft">
        {' · '}
        <Instant at={reply.at} style="day" />
      </span>
    </>
  );
}
