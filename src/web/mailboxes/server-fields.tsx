import type { MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { keepsPassword, type ServerForm, type Tls, wantsPassword } from './form.js';
import { mailboxTexts } from './texts.js';

const MODES: readonly Tls[] = ['implicit', 'required', 'offered', 'none'];
/** What each way is usually spoken on. */
const PORTS = {
  '/smtp': { implicit: '465', else: '587' },
  '/imap': { implicit: '993', else: '143' },
} as const;

interface ServerFieldsProps {
  readonly at: '/smtp' | '/imap';
  readonly form: ServerForm;
  readonly set: (change: Partial<ServerForm>) => void;
  readonly known: MailboxSettingsView['smtp'];
  readonly errorAt: (pointer: string) => string | undefined;
}

/** A server that mail goes out over or is read from. Its password can be written and never read. */
export function ServerFields({ at, form, set, known, errorAt }: ServerFieldsProps) {
  const t = useTexts(mailboxTexts);
  const usual = (tls: Tls) => PORTS[at][tls === 'implicit' ? 'implicit' : 'else'];
  const chooseTls = (tls: Tls) => set({ tls, port: form.port === usual(form.tls) ? usual(tls) : form.port });
  return (
    <div className="mailbox-fields">
      <TextField
        label={t.host}
        value={form.host}
        onChange={(host) => set({ host })}
        maxLength={253}
        isRequired
        error={errorAt(`${at}/host`)}
      />
      <TextField
        label={t.port}
        inputMode="numeric"
        value={form.port}
        onChange={(port) => set({ port })}
        isRequired
        error={errorAt(`${at}/port`)}
      />
      <Select
        label={t.tls}
        options={MODES.map((id) => ({ id, label: id === 'none' ? t.noTls : t[id] }))}
        value={form.tls}
        onChange={chooseTls}
        error={errorAt(`${at}/tls`)}
      />
      <TextField
        label={t.user}
        help={t.userHelp}
        autoComplete="off"
        value={form.user}
        onChange={(user) => set({ user })}
        maxLength={320}
        error={errorAt(`${at}/user`)}
      />
      <TextField
        label={t.password}
        help={wantsPassword(known, form) ? t.passwordAgain : t.passwordHelp}
        type="password"
        autoComplete="new-password"
        value={form.password}
        onChange={(password) => set({ password })}
        maxLength={1000}
        {...(keepsPassword(known, form) ? { placeholder: t.passwordKept } : {})}
        error={errorAt(`${at}/password`)}
      />
    </div>
  );
}
