import { useState } from 'react';
import type { UserView, updateUser } from '../../api/contracts/users.js';
import { useAct } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Checkbox } from '../kit/checkbox.js';
import { useTexts } from '../texts/use-texts.js';
import { peopleTexts } from './texts.js';
import { changesOf, faultOf, formOf, UserFields } from './user-fields.js';

/** Changes a user. */
export function EditDialog({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const me = useMe();
  const act = useAct<typeof updateUser>('PATCH /v1/users/:id');
  const before = formOf(user);
  const [form, setForm] = useState(before);
  const [active, setActive] = useState(user.active);
  const changes = { ...changesOf(before, form), ...(active === user.active ? {} : { active }) };
  const unchanged = Object.keys(changes).length === 0 ? t.unchanged : null;
  return (
    <ActDialog
      title={t.editTitle(user.name)}
      effect={t.editEffect}
      confirm={t.save}
      done={t.saved}
      reason="none"
      danger={!active && user.active}
      missing={faultOf(form, t) ?? unchanged}
      onClose={onClose}
      run={(_, key) => act.run({ params: { id: user.id }, body: changes }, key)}
    >
      <UserFields
        form={form}
        set={(change) => setForm((old) => ({ ...old, ...change }))}
        userId={user.id}
        roleFixed={user.id === me.id}
      />
      {user.id !== me.id && (
        <div>
          <Checkbox isSelected={active} onChange={setActive}>
            {t.active}
          </Checkbox>
          <p className="ft-help">{t.inactiveEffect}</p>
        </div>
      )}
    </ActDialog>
  );
}
