import type { listMailEventForms, MailEventFormView } from '../../api/contracts/mail-events.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { formTexts, mailEventTexts, refusalTexts } from './mail-event-texts.js';

const LOOK_EVERY_MS = 10_000;

/** How the calls of mail providers go; nothing where none are taken. */
export function MailEvents() {
  const t = useTexts(mailEventTexts);
  const forms = useOne<typeof listMailEventForms>('GET /v1/mail/events', {}, { everyMs: LOOK_EVERY_MS });
  const { data = [] } = forms.data ?? {};
  if (data.length === 0) return null;
  return (
    <Card title={t.title}>
      <table className="people-table" aria-label={t.title}>
        <thead>
          <tr>
            <th scope="col">{t.provider}</th>
            <th scope="col">{t.taken}</th>
            <th scope="col">{t.last}</th>
            <th scope="col">{t.refused}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((form) => (
            <Row key={form.form} form={form} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ form: { form, calls, lastAt, refused } }: { readonly form: MailEventFormView }) {
  const t = useTexts(mailEventTexts);
  const names = useTexts(formTexts);
  const whys = useTexts(refusalTexts);
  return (
    <tr>
      <th scope="row">{names[form]}</th>
      <td>{calls}</td>
      <td>{lastAt === null ? t.never : <Instant at={lastAt} relative="beside" />}</td>
      <td>
        {refused.length === 0 ? (
          <Status tone="good">{t.none}</Status>
        ) : (
          refused.map(({ why, count, lastAt: at }) => (
            <div key={why} className="ft-line">
              <Status tone="bad">
                {whys[why]}: {count}
              </Status>
              <span className="ft-soft ft-small">
                {t.latest} <Instant at={at} />
              </span>
            </div>
          ))
        )}
      </td>
    </tr>
  );
}
