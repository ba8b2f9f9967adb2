import type { Role } from '../../api/contracts/common.js';
import type { UserChanges, UserView } from '../../api/contracts/users.js';
import { usePeople } from '../app/people.js';
import { useRoleName } from '../app/top-bar.js';
import { isZone } from '../contacts/edit.js';
import { languageName } from '../contacts/names.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { LANGUAGES } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { ROLES } from './address.js';
import { peopleTexts } from './texts.js';

/** A choice of none: a select's value is never empty. */
const NONE = '-';

/** A user as a form has them: empty is none. */
export interface UserForm {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly managerId: string;
  readonly phone: string;
  readonly language: string;
  readonly timezone: string;
  readonly calendar: string;
}

export const EMPTY_FORM: UserForm = {
  name: '',
  email: '',
  role: 'rep',
  managerId: '',
  phone: '',
  language: '',
  timezone: '',
  calendar: '',
};

export const formOf = (user: UserView): UserForm => ({
  name: user.name,
  email: user.email,
  role: user.role,
  managerId: user.managerId ?? '',
  phone: user.phone ?? '',
  language: user.language ?? '',
  timezone: user.timezone ?? '',
  calendar: user.calendar ?? '',
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const languageOf = (tag: string) => LANGUAGES.find((each) => each === tag) ?? null;

/** All fields as the API takes them. */
export const bodyOf = (form: UserForm) => ({
  name: form.name.trim(),
  email: form.email.trim(),
  role: form.role,
  managerId: orNull(form.managerId),
  phone: orNull(form.phone),
  language: languageOf(form.language),
  timezone: orNull(form.timezone),
  calendar: orNull(form.calendar),
});

/** Only what differs from what was read. */
export function changesOf(before: UserForm, form: UserForm): UserChanges {
  const [old, now] = [bodyOf(before), bodyOf(form)];
  const keys = (Object.keys(now) as (keyof typeof now)[]).filter((key) => now[key] !== old[key]);
  return Object.fromEntries(keys.map((key) => [key, now[key]]));
}

/** What is wrong or lacks, in words; null: it can be saved. */
export function faultOf(form: UserForm, t: (typeof peopleTexts)['en']): string | null {
  if (form.name.trim() === '') return t.nameMissing;
  if (form.email.trim() === '') return t.addressMissing;
  return isZone(form.timezone) ? null : t.timezoneFault;
}

interface FieldsProps {
  readonly form: UserForm;
  readonly set: (change: Partial<UserForm>) => void;
  /** Whose form it is; they are not their own manager. Absent: a new user's. */
  readonly userId?: string;
  /** Nobody changes their own role. */
  readonly roleFixed?: boolean;
}

export function UserFields({ form, set, userId, roleFixed = false }: FieldsProps) {
  const t = useTexts(peopleTexts);
  const roleName = useRoleName();
  const { language } = useLanguage();
  const people = usePeople();
  const managers = people.all.filter(
    ({ id, active, role }) =>
      id !== userId && (id === form.managerId || (active && (role === 'manager' || role === 'ops'))),
  );
  return (
    <>
      <TextField label={t.name} value={form.name} onChange={(name) => set({ name })} maxLength={200} isRequired />
      <TextField
        label={t.address}
        type="email"
        value={form.email}
        onChange={(email) => set({ email })}
        maxLength={320}
        isRequired
      />
      <Select
        label={t.role}
        options={ROLES.map((id) => ({ id, label: roleName(id) }))}
        value={form.role}
        onChange={(role) => set({ role })}
        isDisabled={roleFixed}
      />
      <Select
        label={t.manager}
        options={[{ id: NONE, label: t.none }, ...managers.map(({ id, name }) => ({ id, label: name }))]}
        value={form.managerId === '' ? NONE : form.managerId}
        onChange={(id) => set({ managerId: id === NONE ? '' : id })}
      />
      <TextField label={t.phone} type="tel" value={form.phone} onChange={(phone) => set({ phone })} maxLength={50} />
      <Select
        label={t.language}
        options={[
          { id: NONE, label: t.none },
          ...LANGUAGES.map((tag) => ({ id: tag as string, label: languageName(language, tag) })),
        ]}
        value={form.language === '' ? NONE : form.language}
        onChange={(tag) => set({ language: tag === NONE ? '' : tag })}
      />
      <TextField
        label={t.timezone}
        help={t.timezoneHelp}
        value={form.timezone}
        onChange={(timezone) => set({ timezone })}
        maxLength={64}
        error={isZone(form.timezone) ? undefined : t.timezoneFault}
      />
      <TextField
        label={t.calendar}
        help={t.calendarHelp}
        value={form.calendar}
        onChange={(calendar) => set({ calendar })}
        maxLength={100}
      />
    </>
  );
}
