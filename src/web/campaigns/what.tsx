import type { listMailboxes } from '../../api/contracts/mailboxes.js';
import type { listTemplates } from '../../api/contracts/templates.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useLocaleName } from '../templates/locale-name.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { MailPreview } from './mail-preview.js';
import { SpanField, type StepProps } from './parts.js';
import { wizardTexts } from './wizard-texts.js';

/** What they get, from whom and what for, with the mail beside it as somebody would get it. */
export function What(step: StepProps) {
  const { form } = step;
  const t = useTexts(wizardTexts);
  return (
    <div className="camp-what">
      <div className="ft-stack">
        {form.way === 'steps' ? <Notice>{t.stepsHelp}</Notice> : <Message {...step} />}
        <Goal {...step} />
      </div>
      <section className="ft-stack" aria-label={t.preview}>
        <h3>{t.preview}</h3>
        <Looked {...step} />
      </section>
    </div>
  );
}

/** What is previewed is what is saved. */
function Looked({ id, form, saved }: StepProps) {
  const t = useTexts(wizardTexts);
  if (form.way !== 'steps' && form.template === null) return <p className="ft-soft">{t.chooseTemplate}</p>;
  if (saved.revision !== null) return <MailPreview id={id} revision={saved.revision} />;
  return (
    <>
      <p className="ft-soft">{t.previewSave}</p>
      <div>
        <Button onPress={saved.save}>{t.save}</Button>
      </div>
    </>
  );
}

function Message({ form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  return (
    <>
      <Select
        label={t.way}
        options={[
          { id: 'email', label: t.email },
          { id: 'sms', label: t.sms },
        ]}
        value={form.way}
        onChange={(way) => change({ way })}
      />
      {form.way === 'sms' && <p className="ft-help">{t.smsHelp}</p>}
      <TemplateField
        value={form.template}
        onChange={(template, purpose) =>
          change({ template, ...(form.purpose === null && purpose !== null ? { purpose } : {}) })
        }
        error={errorOf('template')}
      />
      {form.way === 'email' && (
        <FromField value={form.from} onChange={(from) => change({ from })} error={errorOf('from')} />
      )}
      <Select
        label={t.purpose}
        placeholder={t.choosePurpose}
        options={[
          { id: 'marketing', label: t.marketing },
          { id: 'service', label: t.service },
        ]}
        value={form.purpose}
        onChange={(purpose) => change({ purpose })}
        error={errorOf('purpose')}
      />
      <TextField
        label={t.topic}
        help={t.topicHelp}
        value={form.topic}
        onChange={(topic) => change({ topic })}
        maxLength={100}
        error={errorOf('topic')}
      />
      <SpanField
        label={t.usefulFor}
        help={t.usefulForHelp}
        value={form.usefulFor}
        onChange={(usefulFor) => change({ usefulFor })}
        error={errorOf('usefulFor')}
      />
    </>
  );
}

function Goal({ form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  return (
    <>
      <TextField
        label={t.goal}
        help={t.goalHelp}
        value={form.goal}
        onChange={(goal) => change({ goal })}
        maxLength={100}
        error={errorOf('goal')}
      />
      {form.goal.trim() !== '' && (
        <SpanField
          label={t.within}
          value={form.within}
          onChange={(within) => change({ within })}
          error={errorOf('within')}
        />
      )}
    </>
  );
}

interface TemplateProps {
  readonly value: string | null;
  readonly onChange: (name: string, purpose: 'marketing' | 'service' | null) => void;
  readonly error: string | undefined;
}

function TemplateField({ value, onChange, error }: TemplateProps) {
  const t = useTexts(wizardTexts);
  const formats = useFormats();
  const localeName = useLocaleName();
  const { data } = useOne<typeof listTemplates>('GET /v1/templates', {}, { kinds: ['template', 'definition'] });
  const mails = (data?.data ?? []).filter(({ kind }) => kind === 'template');
  const chosen = mails.find(({ name }) => name === value);
  const locales = [...new Set(chosen?.files.flatMap(({ locale }) => locale ?? []) ?? [])];
  const options = mails.map(({ name }) => ({ id: name, label: name }));
  return (
    <div>
      <Select
        label={t.template}
        placeholder={t.chooseTemplate}
        options={chosen === undefined && value !== null ? [...options, { id: value, label: value }] : options}
        value={value}
        onChange={(name) => onChange(name, mails.find((mail) => mail.name === name)?.purpose ?? null)}
        error={error}
      />
      {locales.length > 0 && <p className="ft-help">{t.languagesOf(formats.list(locales.map(localeName)))}</p>}
    </div>
  );
}

interface FromProps {
  readonly value: string | null;
  readonly onChange: (from: string) => void;
  readonly error: string | undefined;
}

function FromField({ value, onChange, error }: FromProps) {
  const t = useTexts(wizardTexts);
  const { data } = useOne<typeof listMailboxes>('GET /v1/mailboxes', {});
  const shared = (data?.data ?? []).filter(({ kind, active }) => kind !== 'personal' && active);
  const options = [
    { id: 'owner', label: t.fromOwner },
    ...shared.map(({ id, name, address }) => ({ id, label: `${name} <${address}>` })),
  ];
  const known = value === null || options.some(({ id }) => id === value);
  return (
    <Select
      label={t.from}
      placeholder={t.chooseFrom}
      options={known ? options : [...options, { id: value, label: value }]}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
