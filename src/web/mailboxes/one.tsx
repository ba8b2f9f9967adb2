import { useState } from 'react';
import { useParams } from 'wouter';
import type { listMailboxReadings } from '../../api/contracts/incoming-mails.js';
import type { getMailbox, listMailboxSendings, MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Loaded } from '../kit/states.js';
import { Badge, Status } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { CheckCard } from './check.js';
import { EditMailboxDialog, UseDialog } from './dialogs.js';
import { SignatureCard } from './signature.js';
import { Reading, Sent, Signed } from './state.js';
import { mailboxTexts } from './texts.js';
import { troubleHelpTexts, troubleTexts } from './trouble-texts.js';
import { Unhandled } from './unhandled.js';
import '../people/people.css';
import './mailboxes.css';

const LOOK_EVERY_MS = 10_000;

/** One mailbox: how it goes, what is wrong, and how it is set up. */
export function Page() {
  const t = useTexts(mailboxTexts);
  const { id = '' } = useParams<{ id: string }>();
  const mailbox = useOne<typeof getMailbox>('GET /v1/mailboxes/:id', { params: { id } }, { everyMs: LOOK_EVERY_MS });
  if (mailbox.data === undefined) {
    return (
      <>
        <PageHeader title={t.mailboxes} above={<Back />} />
        <Loaded of={mailbox}>{() => null}</Loaded>
      </>
    );
  }
  return <Mailbox key={id} mailbox={mailbox.data} />;
}

function Back() {
  const t = useTexts(mailboxTexts);
  return <Link href="/people?part=mailboxes">{t.back}</Link>;
}

interface MailboxProps {
  readonly mailbox: MailboxSettingsView;
}

function Mailbox({ mailbox }: MailboxProps) {
  const t = useTexts(mailboxTexts);
  const [asked, setAsked] = useState<'edit' | 'use' | null>(null);
  const close = () => setAsked(null);
  return (
    <div className="ft-stack">
      <PageHeader
        title={mailbox.name}
        above={<Back />}
        below={
          <span className="ft-line">
            <span lang="zxx">{mailbox.address}</span>
            <Badge>{t[mailbox.kind]}</Badge>
            {!mailbox.active && <Status tone="warn">{t.inactive}</Status>}
          </span>
        }
        acts={
          <>
            <Button onPress={() => setAsked('edit')}>{t.edit}</Button>
            <Button look={mailbox.active ? 'danger' : 'plain'} onPress={() => setAsked('use')}>
              {mailbox.active ? t.stop : t.again}
            </Button>
          </>
        }
      />
      <Trouble mailbox={mailbox} />
      <div className="people-columns">
        <StateCard mailbox={mailbox} />
        <CheckCard mailbox={mailbox} onMend={() => setAsked('edit')} />
        <SettingsCard mailbox={mailbox} />
        <SignatureCard dkim={mailbox.dkim} />
        <Unhandled mailboxId={mailbox.id} />
      </div>
      {asked === 'edit' && <EditMailboxDialog mailbox={mailbox} onClose={close} />}
      {asked === 'use' && <UseDialog mailbox={mailbox} onClose={close} />}
    </div>
  );
}

function useReading(id: string) {
  const { data } = useOne<typeof listMailboxReadings>('GET /v1/mailbox-readings', {}, { everyMs: LOOK_EVERY_MS });
  return data?.data.find(({ mailboxId }) => mailboxId === id);
}

/** Why it can't be read, since when, and what to do. */
function Trouble({ mailbox: { id, active } }: MailboxProps) {
  const t = useTexts(mailboxTexts);
  const troubles = useTexts(troubleTexts);
  const help = useTexts(troubleHelpTexts);
  const reading = useReading(id);
  if (!active || reading?.trouble == null) return null;
  return (
    <Notice tone="bad">
      <p>
        {t.readTrouble}
        {t.colon}
        {troubles[reading.trouble]}
        {reading.troubleSince !== null && (
          <>
            {' '}
            ({t.since} <Instant at={reading.troubleSince} />)
          </>
        )}
      </p>
      <p>{help[reading.trouble]}</p>
    </Notice>
  );
}

function StateCard({ mailbox: { id, active } }: MailboxProps) {
  const t = useTexts(mailboxTexts);
  const reading = useReading(id);
  const { data } = useOne<typeof listMailboxSendings>('GET /v1/mailbox-sendings', {}, { everyMs: LOOK_EVERY_MS });
  const sending = data?.data.find(({ mailboxId }) => mailboxId === id);
  return (
    <Card title={t.state}>
      <FactList
        none={t.none}
        facts={[
          [t.sent, sending === undefined ? null : <Sent key="sent" sending={sending} />],
          [t.reading, <Reading key="reading" active={active} reading={reading} />],
          [
            t.lastMail,
            reading?.lastMailAt == null ? t.noMail : <Instant key="mail" at={reading.lastMailAt} style="full" />,
          ],
          [t.signed, sending === undefined ? null : <Signed key="signed" signed={sending.signed} />],
        ]}
      />
    </Card>
  );
}

function SettingsCard({ mailbox }: MailboxProps) {
  const t = useTexts(mailboxTexts);
  const { number } = useFormats();
  const { smtp, imap, ownerId, teamId, dailyQuota, hourlyQuota, warmUp } = mailbox;
  const limit = (quota: number | null) => (quota === null ? t.noLimit : number(quota));
  return (
    <Card title={t.settings}>
      <FactList
        none={t.none}
        facts={[
          [t.id, <code key="id">{mailbox.id}</code>],
          [t.owner, ownerId === null ? null : <Person key="owner" id={ownerId} />],
          [t.ownTeam, teamId],
          [t.sendsBy, smtp === null ? t.configuredServer : <ServerLine key="smtp" server={smtp} />],
          [t.isRead, imap === null ? null : <ServerLine key="imap" server={imap} />],
          [t.plus, mailbox.plusAddresses ? t.yes : t.no],
          [t.daily, limit(dailyQuota)],
          [t.hourly, limit(hourlyQuota)],
          [t.warmUp, warmUp === null ? null : t.warmUpLine(number(warmUp.first), number(warmUp.growth))],
        ]}
      />
    </Card>
  );
}

function ServerLine({ server }: { readonly server: NonNullable<MailboxSettingsView['smtp']> }) {
  const t = useTexts(mailboxTexts);
  const { host, port, user, tls } = server;
  return (
    <>
      {t.serverLine(host, port)}
      {user !== null && ` ${t.asUser(user)}`}
      <span className="mailbox-below ft-soft ft-small">{tls === 'none' ? t.noTls : t[tls]}</span>
    </>
  );
}
