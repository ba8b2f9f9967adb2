import { useState } from 'react';
import type { liftSuppression, suppressAddress } from '../../api/contracts/suppressions.js';
import type { WishesView } from '../../api/contracts/wishes.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { liftTexts } from './lift-texts.js';

const CHANGES = { changes: ['contact'] } as const;

export type SuppressionOf = WishesView['suppressions'][number];

/** Ends one cause for which nothing is sent; what its holder wished ends only by a consent that they gave since. */
export function LiftDialog({
  contactId,
  of: { channel, reason: cause, lifting },
  what,
  onClose,
}: {
  readonly contactId: string;
  readonly of: SuppressionOf;
  readonly what: string;
  readonly onClose: () => void;
}) {
  const t = useTexts(liftTexts);
  const [source, setSource] = useState('');
  const [text, setText] = useState('');
  const act = useAct<typeof liftSuppression>('POST /v1/contacts/:id/suppressions/lift', CHANGES);
  const needsConsent = lifting === 'with-consent';
  const isMissing = needsConsent && (source.trim() === '' || text.trim() === '');
  const consent = needsConsent ? { consent: { source: source.trim(), text: text.trim() } } : {};
  return (
    <ActDialog
      title={t.title(what)}
      effect={needsConsent ? t.byConsent : t.free}
      confirm={t.confirm}
      done={t.done}
      missing={isMissing ? t.missing : null}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: contactId }, body: { channel, cause, reason, ...consent } }, key)}
    >
      {needsConsent && (
        <>
          <TextField label={t.source} help={t.sourceHelp} value={source} onChange={setSource} isRequired />
          <TextField label={t.words} lines={3} value={text} onChange={setText} isRequired />
        </>
      )}
    </ActDialog>
  );
}

/** Sends nothing more to the contact's address. */
export function BlockDialog({
  contactId,
  name,
  onClose,
}: {
  readonly contactId: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const t = useTexts(liftTexts);
  const act = useAct<typeof suppressAddress>('POST /v1/contacts/:id/suppressions', CHANGES);
  return (
    <ActDialog
      title={t.blockTitle(name)}
      effect={t.blockEffect}
      confirm={t.blockConfirm}
      done={t.blocked}
      danger
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: contactId }, body: { channel: 'email', reason } }, key)}
    />
  );
}
