import type { MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import type { listTeams } from '../../api/contracts/teams.js';
import { useOne } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { Checkbox } from '../kit/checkbox.js';
import { DateField } from '../kit/date-field.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import type { MailboxForm } from './form.js';
import { ServerFields } from './server-fields.js';
import { mailboxTexts } from './texts.js';

/** A choice of none: a select's value is never empty. */
const NONE = '-';

export interface FieldsProps {
  readonly form: MailboxForm;
  readonly set: (change: Partial<MailboxForm>) => void;
  /** What is wrong with a field, by its pointer. */
  readonly errorAt: (pointer: string) => string | undefined;
  /** As it is kept; null: it is new. */
  readonly known: MailboxSettingsView | null;
}

/** All that can be said of a mailbox. */
export function MailboxFields(props: FieldsProps) {
  const t = useTexts(mailboxTexts);
  const { form, set, errorAt, known } = props;
  return (
    <>
      <WhoseFields {...props} />
      <fieldset className="mailbox-part">
        <legend>{t.smtp}</legend>
        <Choice help={t.ownSmtpHelp} value={form.smtp.isOwn} set={(isOwn) => set({ smtp: { ...form.smtp, isOwn } })}>
          {t.ownSmtp}
        </Choice>
        {form.smtp.isOwn && (
          <ServerFields
            at="/smtp"
            form={form.smtp}
            set={(change) => set({ smtp: { ...form.smtp, ...change } })}
            known={known?.smtp ?? null}
            errorAt={errorAt}
          />
        )}
      </fieldset>
      <fieldset className="mailbox-part">
        <legend>{t.imap}</legend>
        <Choice help={t.ownImapHelp} value={form.imap.isOwn} set={(isOwn) => set({ imap: { ...form.imap, isOwn } })}>
          {t.ownImap}
        </Choice>
        {form.imap.isOwn && (
          <>
            <ServerFields
              at="/imap"
              form={form.imap}
              set={(change) => set({ imap: { ...form.imap, ...change } })}
              known={known?.imap ?? null}
              errorAt={errorAt}
            />
            <Choice help={t.plusHelp} value={form.plusAddresses} set={(plusAddresses) => set({ plusAddresses })}>
              {t.plus}
            </Choice>
          </>
        )}
      </fieldset>
      <LimitFields {...props} />
      <SignatureFields {...props} />
    </>
  );
}

function WhoseFields({ form, set, errorAt, known }: FieldsProps) {
  const t = useTexts(mailboxTexts);
  const people = usePeople();
  const teams = useOne<typeof listTeams>('GET /v1/teams', {});
  const owners = people.all.filter(({ id, active }) => active || id === form.ownerId);
  const kinds = ['personal', 'team', 'marketing'] as const;
  return (
    <div className="mailbox-fields">
      {known === null && (
        <TextField
          label={t.id}
          help={t.idHelp}
          value={form.id}
          onChange={(id) => set({ id })}
          maxLength={64}
          isRequired
          error={errorAt('/id')}
        />
      )}
      <TextField
        label={t.name}
        help={t.nameHelp}
        value={form.name}
        onChange={(name) => set({ name })}
        maxLength={200}
        isRequired
        error={errorAt('/name')}
      />
      <TextField
        label={t.address}
        type="email"
        value={form.address}
        onChange={(address) => set({ address })}
        maxLength={320}
        isRequired
        error={errorAt('/address')}
      />
      <Select
        label={t.kind}
        options={kinds.map((id) => ({ id, label: t[id] }))}
        value={form.kind}
        onChange={(kind) => set({ kind })}
        error={errorAt('/kind')}
      />
      <Select
        label={t.owner}
        options={[{ id: NONE, label: t.none }, ...owners.map(({ id, name }) => ({ id, label: name }))]}
        value={form.ownerId === '' ? NONE : form.ownerId}
        onChange={(id) => set({ ownerId: id === NONE ? '' : id })}
        error={errorAt('/ownerId')}
      />
      {form.kind !== 'personal' && (
        <Select
          label={t.ownTeam}
          options={[
            { id: NONE, label: t.none },
            ...(teams.data?.data ?? []).map(({ id, name }) => ({ id, label: name })),
          ]}
          value={form.teamId === '' ? NONE : form.teamId}
          onChange={(id) => set({ teamId: id === NONE ? '' : id })}
          error={errorAt('/teamId')}
        />
      )}
    </div>
  );
}

function LimitFields({ form, set, errorAt }: FieldsProps) {
  const t = useTexts(mailboxTexts);
  return (
    <fieldset className="mailbox-part">
      <legend>{t.limits}</legend>
      <div className="mailbox-fields">
        <TextField
          label={t.daily}
          help={t.quotaHelp}
          inputMode="numeric"
          value={form.dailyQuota}
          onChange={(dailyQuota) => set({ dailyQuota })}
          error={errorAt('/dailyQuota')}
        />
        <TextField
          label={t.hourly}
          help={t.quotaHelp}
          inputMode="numeric"
          value={form.hourlyQuota}
          onChange={(hourlyQuota) => set({ hourlyQuota })}
          error={errorAt('/hourlyQuota')}
        />
      </div>
      <Choice help={t.warmUpHelp} value={form.isWarmedUp} set={(isWarmedUp) => set({ isWarmedUp })}>
        {t.warmUpOn}
      </Choice>
      {form.isWarmedUp && (
        <div className="mailbox-fields">
          <TextField
            label={t.first}
            inputMode="numeric"
            value={form.first}
            onChange={(first) => set({ first })}
            error={errorAt('/warmUp/first')}
          />
          <TextField
            label={t.growth}
            inputMode="decimal"
            value={form.growth}
            onChange={(growth) => set({ growth })}
            error={errorAt('/warmUp/growth')}
          />
          <DateField label={t.from} value={form.from} onChange={(from) => set({ from: from ?? form.from })} />
        </div>
      )}
    </fieldset>
  );
}

function SignatureFields({ form, set, errorAt, known }: FieldsProps) {
  const t = useTexts(mailboxTexts);
  const domainOfAddress = form.address.slice(form.address.lastIndexOf('@') + 1).trim();
  const isKept =
    known?.dkim != null && known.dkim.domain === form.domain.trim() && known.dkim.selector === form.selector.trim();
  return (
    <fieldset className="mailbox-part">
      <legend>{t.signature}</legend>
      <Choice
        help={t.recordHelp}
        value={form.isSigned}
        set={(isSigned) => set({ isSigned, domain: form.domain === '' ? domainOfAddress : form.domain })}
      >
        {t.dkimOn}
      </Choice>
      {form.isSigned && (
        <>
          <div className="mailbox-fields">
            <TextField
              label={t.domain}
              help={t.domainHelp}
              value={form.domain}
              onChange={(domain) => set({ domain })}
              maxLength={253}
              error={errorAt('/dkim/domain')}
            />
            <TextField
              label={t.selector}
              help={t.selectorHelp}
              value={form.selector}
              onChange={(selector) => set({ selector })}
              maxLength={253}
              error={errorAt('/dkim/selector')}
            />
          </div>
          <TextField
            label={t.privateKey}
            help={t.privateKeyHelp}
            lines={3}
            spellCheck="false"
            value={form.privateKey}
            onChange={(privateKey) => set({ privateKey })}
            {...(isKept ? { placeholder: t.privateKeyKept } : {})}
            error={errorAt('/dkim/privateKey')}
          />
        </>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly value: boolean;
  readonly set: (value: boolean) => void;
  readonly help: string;
  readonly children: string;
}

const Choice = ({ value, set, help, children }: ChoiceProps) => (
  <div>
    <Checkbox isSelected={value} onChange={set}>
      {children}
    </Checkbox>
    <p className="ft-help">{help}</p>
  </div>
);
