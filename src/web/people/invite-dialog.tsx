import { useRef, useState } from 'react';
import type { InvitationView, inviteUser, UserView } from '../../api/contracts/users.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { useTexts } from '../texts/use-texts.js';
import { LinkDialog } from './link-dialog.js';
import { peopleTexts } from './texts.js';

/** Lets somebody choose a password anew. */
export function InviteDialog({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const act = useAct<typeof inviteUser>('POST /v1/users/:id/invitation');
  const [made, setMade] = useState<InvitationView | null>(null);
  // Told to close when it is done, it stays: the link is shown in its place.
  const isDone = useRef(false);
  if (made !== null) return <LinkDialog name={user.name} invitation={made} onClose={onClose} />;
  return (
    <ActDialog
      title={t.inviteTitle(user.name)}
      effect={t.inviteEffect}
      confirm={t.makeLink}
      done={t.linkMade}
      reason="none"
      onClose={() => {
        if (!isDone.current) onClose();
      }}
      run={async (_, key) => {
        const invitation = await act.run({ params: { id: user.id } }, key);
        isDone.current = true;
        setMade(invitation);
      }}
    />
  );
}
