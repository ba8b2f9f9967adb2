import type { listMailboxReadings, MailboxReadingView } from '../../api/contracts/incoming-mails.js';
import type { listMailboxes, MailboxView } from '../../api/contracts/mailboxes.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Empty, Loaded } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { mailboxTexts, troubleTexts } from './mailbox-texts.js';

const LOOK_EVERY_MS = 10_000;

/** All mailboxes, and how the reading of each goes. */
export function Mailboxes() {
  const t = useTexts(mailboxTexts);
  const mailboxes = useOne<typeof listMailboxes>('GET /v1/mailboxes', {});
  const readings = useOne<typeof listMailboxReadings>('GET /v1/mailbox-readings', {}, { everyMs: LOOK_EVERY_MS });
  const of = new Map(readings.data?.data.map((reading) => [reading.mailboxId, reading]));
  return (
    <Loaded of={mailboxes}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={t.empty}>{t.emptyHelp}</Empty>
        ) : (
          <Card>
            <table className="people-table" aria-label={t.mailboxes}>
              <thead>
                <tr>
                  <th scope="col">{t.name}</th>
                  <th scope="col">{t.address}</th>
                  <th scope="col">{t.reading}</th>
                  <th scope="col">{t.lastMail}</th>
                </tr>
              </thead>
              <tbody>
                {data.map((mailbox) => (
                  <Row key={mailbox.id} mailbox={mailbox} reading={of.get(mailbox.id)} />
                ))}
              </tbody>
            </table>
          </Card>
        )
      }
    </Loaded>
  );
}

function Row({
  mailbox,
  reading,
}: {
  readonly mailbox: MailboxView;
  readonly reading: MailboxReadingView | undefined;
}) {
  return (
    <tr>
      <th scope="row">{mailbox.name}</th>
      <td lang="zxx">{mailbox.address}</td>
      <td>
        <Reading mailbox={mailbox} reading={reading} />
      </td>
      <td>{reading === undefined ? '' : <Instant at={reading.lastMailAt} relative="beside" />}</td>
    </tr>
  );
}

function Reading({
  mailbox,
  reading,
}: {
  readonly mailbox: MailboxView;
  readonly reading: MailboxReadingView | undefined;
}) {
  const t = useTexts(mailboxTexts);
  const troubles = useTexts(troubleTexts);
  if (!mailbox.active) return <Status>{t.inactive}</Status>;
  if (reading === undefined) return <Status>{t.notRead}</Status>;
  const { trouble, troubleSince, connectedSince } = reading;
  if (trouble !== null)
    return (
      <span className="ft-line">
        <Status tone="bad">{troubles[trouble]}</Status>
        <Since at={troubleSince} />
      </span>
    );
  if (connectedSince === null) return <Status tone="info">{t.soon}</Status>;
  return (
    <span className="ft-line">
      <Status tone="good">{t.connected}</Status>
      <Since at={connectedSince} />
    </span>
  );
}

function Since({ at }: { readonly at: string | null }) {
  const t = useTexts(mailboxTexts);
  return at === null ? null : (
    <span className="ft-soft ft-small">
      {t.since} <Instant at={at} />
    </span>
  );
}
