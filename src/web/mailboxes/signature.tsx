import type { MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import { Card } from '../kit/card.js';
import { Notice } from '../kit/notice.js';
import { ToCopy } from '../kit/to-copy.js';
import { useTexts } from '../texts/use-texts.js';
import { mailboxTexts } from './texts.js';

/** The record that whoever has the domain publishes, to be copied. */
export function SignatureCard({ dkim }: { readonly dkim: MailboxSettingsView['dkim'] }) {
  const t = useTexts(mailboxTexts);
  return (
    <Card title={t.signature}>
      {dkim === null ? (
        <p className="ft-soft">{t.signatureOff}</p>
      ) : dkim.record.value === null ? (
        <Notice tone="bad">{t.recordLocked}</Notice>
      ) : (
        <div className="ft-stack">
          <p className="ft-soft">{t.recordHelp}</p>
          <ToCopy title={t.recordName} text={dkim.record.name} />
          <ToCopy title={t.recordValue} text={dkim.record.value} />
        </div>
      )}
    </Card>
  );
}
