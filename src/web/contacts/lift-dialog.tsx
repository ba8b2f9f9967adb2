import { useState } from 'react';
import type { liftSuppression, suppressAddress } from '../../api/contracts/suppressions.js';
import type { WishesView } from '../../api/contracts/wishes.js';
import { useAct } from '../api/hooks.js';
import { useNow } from '../app/world.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Checkbox } from '../kit/checkbox.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { type ConsentForm, consentFault, consentOf } from './lift-form.js';
import { liftTexts } from './lift-texts.js';

const CHANGES = { changes: ['contact'] } as const;

export type SuppressionOf = WishesView['suppressions'][number];

/** Ends one cause for which nothing is sent; what its holder wished ends only by a consent that they gave since. */
export function LiftDialog({
  contactId,
  of: { channel, reason: cause, lifting, at: since },
  what,
  onClose,
}: {
  readonly contactId: string;
  readonly of: SuppressionOf;
  readonly what: string;
  readonly onClose: () => void;
}) {
  const t = useTexts(liftTexts);
  const now = useNow();
  const [form, setForm] = useState<ConsentForm>({ source: '', text: '', at: '', isGeneral: false });
  const set = (change: Partial<ConsentForm>) => setForm((old) => ({ ...old, ...change }));
  const act = useAct<typeof liftSuppression>('POST /v1/contacts/:id/suppressions/lift', CHANGES);
  const needsConsent = lifting === 'with-consent';
  const fault = needsConsent ? consentFault(form, since, now) : null;
  const consent = needsConsent && fault === null ? { consent: consentOf(form) } : {};
  return (
    <ActDialog
      title={t.title(what)}
      effect={needsConsent ? t.byConsent : t.free}
      confirm={t.confirm}
      done={t.done}
      missing={fault === null ? null : t[fault]}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: contactId }, body: { channel, cause, reason, ...consent } }, key)}
    >
      {needsConsent && (
        <>
          <TextField
            label={t.source}
            help={t.sourceHelp}
            value={form.source}
            onChange={(source) => set({ source })}
            isRequired
          />
          <TextField
            label={t.at}
            help={t.atHelp}
            type="datetime-local"
            value={form.at}
            onChange={(at) => set({ at })}
            isRequired
          />
          <TextField label={t.words} lines={3} value={form.text} onChange={(text) => set({ text })} isRequired />
          <Checkbox isSelected={form.isGeneral} onChange={(isGeneral) => set({ isGeneral })}>
            {t.general}
          </Checkbox>
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
