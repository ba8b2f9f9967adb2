import type { InvitationView } from '../../api/contracts/users.js';
import { Button } from '../kit/button.js';
import { Dialog } from '../kit/dialog.js';
import { TextField } from '../kit/text-field.js';
import { toast } from '../kit/toast.js';
import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { peopleTexts } from './texts.js';

/** The link of an invitation, which nothing else shows again. */
export function LinkDialog({
  name,
  invitation,
  onClose,
}: {
  readonly name: string;
  readonly invitation: InvitationView;
  readonly onClose: () => void;
}) {
  const t = useTexts(peopleTexts);
  const formats = useFormats();
  const copy = () =>
    navigator.clipboard.writeText(invitation.url).then(
      () => toast(t.copied),
      // Without a clipboard the text can still be marked by hand.
      () => undefined,
    );
  return (
    <Dialog title={t.linkTitle(name)} isOpen onClose={onClose} holds>
      <div className="ft-stack">
        <TextField
          label={t.link}
          help={t.linkHelp(formats.instant(invitation.until, ownZone(), 'full'))}
          value={invitation.url}
          lines={3}
          isReadOnly
          autoFocus
        />
        <div className="ft-dialog-acts">
          <Button onPress={() => void copy()}>{t.copy}</Button>
          <Button look="main" onPress={onClose}>
            {t.close}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
