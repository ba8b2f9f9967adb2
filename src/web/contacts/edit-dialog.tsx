import { useState } from 'react';
import type { ContactView, updateContact } from '../../api/contracts/contacts.js';
import { useAct } from '../api/hooks.js';
import { isProblem } from '../api/problem.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Checkbox } from '../kit/checkbox.js';
import { Dialog } from '../kit/dialog.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { Loaded } from '../kit/states.js';
import { TextField } from '../kit/text-field.js';
import { LANGUAGES } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { mayGiveAway } from './address.js';
import { changesOf, type EditField, type EditForm, formOf, isZone, merge } from './edit.js';
import { languageName } from './names.js';
import { contactsTexts } from './texts.js';
import { type Reading, readContact, useReading } from './use-reading.js';

/** A choice of none: a select's value is never empty. */
const NONE = '-';

/** Changes a few fields, as they were read now: if somebody else saves meanwhile, nothing is overwritten unseen. */
export function EditDialog({
  id,
  name,
  onClose,
}: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const t = useTexts(contactsTexts);
  const reading = useReading(id);
  if (reading.data !== undefined) return <Fields reading={reading.data} onClose={onClose} />;
  return (
    <Dialog title={t.editTitle(name)} isOpen onClose={onClose}>
      <Loaded of={reading}>{() => null}</Loaded>
    </Dialog>
  );
}

function useEditing(first: Reading) {
  const [base, setBase] = useState(first);
  const [form, setForm] = useState(() => formOf(first.contact));
  const [clashes, setClashes] = useState<readonly EditField[] | null>(null);
  const act = useAct<typeof updateContact>('PATCH /v1/contacts/:id', { changes: ['contact', 'journey', 'task'] });
  const { contact, tag } = base;
  const changes = changesOf(formOf(contact), form);

  const save = async (key: string): Promise<void> => {
    try {
      await act.run({ params: { id: contact.id }, body: changes }, key, tag === null ? {} : { ifMatch: tag });
    } catch (failure) {
      if (!isProblem(failure, 'changed-meanwhile')) throw failure;
      const fresh = await readContact(contact.id);
      const merged = merge(formOf(contact), form, formOf(fresh.contact));
      setBase(fresh);
      setForm(merged.form);
      setClashes(merged.clashes);
      throw failure;
    }
  };
  const set = (change: Partial<EditForm>) => setForm((old) => ({ ...old, ...change }));
  return { contact, form, changes, clashes, save, set };
}

type Editing = ReturnType<typeof useEditing>;

function Fields({ reading, onClose }: { readonly reading: Reading; readonly onClose: () => void }) {
  const t = useTexts(contactsTexts);
  const editing = useEditing(reading);
  const { contact, form, changes, clashes } = editing;
  const zoneFault = isZone(form.timezone) ? undefined : t.timezoneFault;
  const missing = zoneFault ?? (Object.keys(changes).length === 0 ? t.unchanged : null);
  return (
    <ActDialog
      title={t.editTitle(contact.name)}
      effect={t.editEffect}
      confirm={t.save}
      done={t.saved}
      reason="none"
      missing={missing}
      onClose={onClose}
      run={(_, key) => editing.save(key)}
    >
      {clashes !== null && (
        <Notice tone="warn">
          <p>{t.changedMeanwhile}</p>
          <p>{t.changedOthers}</p>
        </Notice>
      )}
      <OwnerField editing={editing} />
      <TextField
        label={t.phone}
        type="tel"
        value={form.phone}
        onChange={(phone) => editing.set({ phone })}
        maxLength={50}
        {...clashHelp(editing, 'phone', t)}
      />
      <LanguageField editing={editing} />
      <TextField
        label={t.timezone}
        help={t.timezoneHelp}
        value={form.timezone}
        onChange={(timezone) => editing.set({ timezone })}
        maxLength={64}
        error={zoneFault}
        {...clashHelp(editing, 'timezone', t)}
      />
      <div>
        <Checkbox isSelected={form.doNotContact} onChange={(doNotContact) => editing.set({ doNotContact })}>
          {t.doNotContactBox}
        </Checkbox>
        {form.doNotContact && !contact.doNotContact && <p className="ft-help">{t.doNotContactEffect}</p>}
      </div>
    </ActDialog>
  );
}

/** What somebody else put into a field that both changed. */
function clashHelp({ clashes, contact }: Editing, field: 'phone' | 'timezone', t: (typeof contactsTexts)['en']) {
  return clashes?.includes(field) === true ? { help: t.nowIs(contact[field] ?? t.none) } : {};
}

function OwnerField({ editing }: { readonly editing: Editing }) {
  const t = useTexts(contactsTexts);
  const me = useMe();
  const people = usePeople();
  const { form, contact, clashes, changes } = editing;
  if (!mayGiveAway(me.role)) return null;
  const shown = people.all.filter(({ active, id }) => active || id === form.ownerId);
  const now = (of: ContactView) => people.all.find(({ id }) => id === of.ownerId)?.name ?? t.none;
  return (
    <div>
      <Select
        label={t.owner}
        options={[
          ...(contact.ownerId === null ? [{ id: NONE, label: t.none }] : []),
          ...shown.map(({ id, name }) => ({ id, label: name })),
        ]}
        value={form.ownerId === '' ? NONE : form.ownerId}
        onChange={(id) => editing.set({ ownerId: id === NONE ? '' : id })}
      />
      {clashes?.includes('ownerId') === true && <p className="ft-help">{t.nowIs(now(contact))}</p>}
      {changes.ownerId !== undefined && <p className="ft-help">{t.ownerEffect}</p>}
    </div>
  );
}

function LanguageField({ editing }: { readonly editing: Editing }) {
  const t = useTexts(contactsTexts);
  const { language } = useLanguage();
  const { form, contact, clashes } = editing;
  const known: readonly string[] = LANGUAGES;
  const tags = [
    ...known,
    ...[form.language, contact.language ?? ''].filter((tag) => tag !== '' && !known.includes(tag)),
  ];
  const word = (tag: string | null) => (tag === null || tag === '' ? t.none : languageName(language, tag));
  return (
    <div>
      <Select
        label={t.language}
        options={[{ id: NONE, label: t.none }, ...[...new Set(tags)].map((tag) => ({ id: tag, label: word(tag) }))]}
        value={form.language === '' ? NONE : form.language}
        onChange={(tag) => editing.set({ language: tag === NONE ? '' : tag })}
      />
      {clashes?.includes('language') === true && <p className="ft-help">{t.nowIs(word(contact.language))}</p>}
    </div>
  );
}
