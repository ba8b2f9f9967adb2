import { useRef, useState } from 'react';
import type { createUser, InvitationView } from '../../api/contracts/users.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { useTexts } from '../texts/use-texts.js';
import { LinkDialog } from './link-dialog.js';
import { peopleTexts } from './texts.js';
import { bodyOf, EMPTY_FORM, faultOf, UserFields, type UserForm } from './user-fields.js';

/** Makes a user, and shows the link by which they choose their password. */
export function NewUserDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const act = useAct<typeof createUser>('POST /v1/users');
  const [form, setForm] = useState<UserForm>(EMPTY_FORM);
  const [made, setMade] = useState<InvitationView | null>(null);
  // Told to close when it is done, it stays: the link is shown in its place.
  const isDone = useRef(false);
  const close = () => {
    if (!isDone.current) onClose();
  };
  if (made !== null) return <LinkDialog name={form.name} invitation={made} onClose={onClose} />;
  return (
    <ActDialog
      title={t.newUser}
      effect={t.newEffect}
      confirm={t.create}
      done={t.created}
      reason="none"
      missing={faultOf(form, t)}
      onClose={close}
      run={async (_, key) => {
        const { invitation } = await act.run({ body: bodyOf(form) }, key);
        isDone.current = true;
        setMade(invitation);
      }}
    >
      <UserFields form={form} set={(change) => setForm((old) => ({ ...old, ...change }))} />
    </ActDialog>
  );
}
