import type { listMailboxReadings, MailboxReadingView } from '../../api/contracts/incoming-mails.js';
import type {
  listMailboxes,
  listMailboxSendings,
  MailboxSendingView,
  MailboxView,
} from '../../api/contracts/mailboxes.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { Person } from '../kit/person.js';
import { Empty, Loaded } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { Reading, ReadingHelp, Sent, Signed } from './state.js';
import { mailboxTexts } from './texts.js';
import './mailboxes.css';

const LOOK_EVERY_MS = 10_000;

/** All mailboxes: whose each is, what it has sent of what it may, and how its reading goes. */
export function Mailboxes() {
  const t = useTexts(mailboxTexts);
  const mailboxes = useOne<typeof listMailboxes>('GET /v1/mailboxes', {});
  const readings = useOne<typeof listMailboxReadings>('GET /v1/mailbox-readings', {}, { everyMs: LOOK_EVERY_MS });
  const sendings = useOne<typeof listMailboxSendings>('GET /v1/mailbox-sendings', {}, { everyMs: LOOK_EVERY_MS });
  const readingOf = byMailbox(readings.data?.data);
  const sendingOf = byMailbox(sendings.data?.data);
  return (
    <Loaded of={mailboxes}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={t.empty}>{t.emptyHelp}</Empty>
        ) : (
          <Card>
            <table className="people-table mailbox-table" aria-label={t.mailboxes}>
              <thead>
                <tr>
                  <th scope="col">{t.mailbox}</th>
                  <th scope="col" className="mailbox-wide">
                    {t.kind}
                  </th>
                  <th scope="col" className="mailbox-wide">
                    {t.sent}
                  </th>
                  <th scope="col">{t.reading}</th>
                  <th scope="col" className="mailbox-wide">
                    {t.signed}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map((mailbox) => (
                  <Row
                    key={mailbox.id}
                    mailbox={mailbox}
                    reading={readingOf.get(mailbox.id)}
                    sending={sendingOf.get(mailbox.id)}
                  />
                ))}
              </tbody>
            </table>
          </Card>
        )
      }
    </Loaded>
  );
}

const byMailbox = <T extends { readonly mailboxId: string }>(rows: readonly T[] = []): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.mailboxId, row]));

interface RowProps {
  readonly mailbox: MailboxView;
  readonly reading: MailboxReadingView | undefined;
  readonly sending: MailboxSendingView | undefined;
}

function Row({ mailbox, reading, sending }: RowProps) {
  const t = useTexts(mailboxTexts);
  return (
    <tr>
      <th scope="row">
        <Link href={`/people/mailboxes/${encodeURIComponent(mailbox.id)}`}>{mailbox.name}</Link>
        <span className="mailbox-address ft-soft ft-small" lang="zxx">
          {mailbox.address}
        </span>
      </th>
      <td className="mailbox-wide">
        {t[mailbox.kind]}
        {mailbox.ownerId !== null && (
          <span className="mailbox-below">
            <Person id={mailbox.ownerId} />
          </span>
        )}
        {mailbox.teamId !== null && <code className="mailbox-below ft-soft ft-small">{mailbox.teamId}</code>}
      </td>
      <td className="mailbox-wide">{sending !== undefined && <Sent sending={sending} />}</td>
      <td>
        <Reading active={mailbox.active} reading={reading} />
        {sending !== undefined && (
          <span className="mailbox-on-phone">
            {t.sent}
            {t.colon}
            <Sent sending={sending} />
          </span>
        )}
        {mailbox.active && reading !== undefined && <ReadingHelp reading={reading} />}
      </td>
      <td className="mailbox-wide">{sending !== undefined && <Signed signed={sending.signed} />}</td>
    </tr>
  );
}
