import type { MailboxReadingView } from '../../api/contracts/incoming-mails.js';
import type { MailboxSendingView } from '../../api/contracts/mailboxes.js';
import { Instant } from '../kit/instant.js';
import { Badge, Status } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { mailboxTexts } from './texts.js';
import { troubleHelpTexts, troubleTexts } from './trouble-texts.js';

/** What a mailbox has sent of what it may, and where it is in its warm-up. */
export function Sent({ sending: { day, today, warmUpDay } }: { readonly sending: MailboxSendingView }) {
  const t = useTexts(mailboxTexts);
  const { number } = useFormats();
  return (
    <span className="ft-line">
      {today === null ? number(day) : t.sentOf(number(day), number(today))}
      {warmUpDay !== null && <Badge tone="info">{t.warmUpDay(warmUpDay)}</Badge>}
    </span>
  );
}

export function Signed({ signed }: { readonly signed: boolean }) {
  const t = useTexts(mailboxTexts);
  return signed ? <Status tone="good">{t.signedOn}</Status> : <Status>{t.signedOff}</Status>;
}

/** Whether a mailbox is read now. Absent: it has no server to be read from. */
export function Reading({
  active,
  reading,
}: {
  readonly active: boolean;
  readonly reading: MailboxReadingView | undefined;
}) {
  const t = useTexts(mailboxTexts);
  const troubles = useTexts(troubleTexts);
  if (!active) return <Status>{t.inactive}</Status>;
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

/** What to do about it, if it can't be read. */
export function ReadingHelp({ reading: { trouble } }: { readonly reading: MailboxReadingView }) {
  const help = useTexts(troubleHelpTexts);
  return trouble === null ? null : <span className="mailbox-below ft-small">{help[trouble]}</span>;
}

function Since({ at }: { readonly at: string | null }) {
  const t = useTexts(mailboxTexts);
  return at === null ? null : (
    <span className="ft-soft ft-small">
      {t.since} <Instant at={at} />
    </span>
  );
}
