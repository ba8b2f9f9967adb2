import type { MessageView } from '../../api/contracts/messages.js';
import { Dialog } from '../kit/dialog.js';
import { MailContent } from '../messages/mail-content.js';
import { mailTexts } from '../messages/mail-texts.js';
import { useTexts } from '../texts/use-texts.js';

/** A message of the story as it went out. Fetched when the first one is looked at. */
export function MailDialog({ message, onClose }: { readonly message: MessageView; readonly onClose: () => void }) {
  const t = useTexts(mailTexts);
  return (
    <Dialog title={message.subject ?? t.noSubject} isOpen wide onClose={onClose}>
      <p className="ft-soft ft-small">
        {message.fromAddress} → {message.toAddress}
      </p>
      <MailContent messageId={message.id} />
    </Dialog>
  );
}
