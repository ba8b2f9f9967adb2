import type { listSegments, SegmentView } from '../../api/contracts/segments.js';
import { useOne } from '../api/hooks.js';
import { Notice } from '../kit/notice.js';
import { type Option, Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { AudienceFile } from './audience-file.js';
import { CountedSegment } from './counted-segment.js';
import type { Form } from './form.js';
import type { StepProps } from './parts.js';
import { wizardTexts } from './wizard-texts.js';

/** Whom it goes to, whom it leaves out, and how many get nothing for comparison. */
export function Who(step: StepProps) {
  const { form, change, errorOf } = step;
  const t = useTexts(wizardTexts);
  return (
    <div className="ft-stack">
      <div className="camp-fields">
        <TextField
          label={t.name}
          help={t.nameHelp}
          value={form.name}
          onChange={(name) => change({ name })}
          maxLength={200}
          error={errorOf('name')}
        />
        <TextField
          label={t.nameInChinese}
          help={t.optional}
          value={form.nameInChinese}
          onChange={(nameInChinese) => change({ nameInChinese })}
          maxLength={200}
        />
      </div>
      <Audience {...step} />
      <Without {...step} />
      <div className="camp-fields">
        <TextField
          label={t.holdOut}
          help={t.holdOutHelp}
          value={form.holdOut}
          onChange={(holdOut) => change({ holdOut })}
          inputMode="decimal"
          maxLength={6}
          error={errorOf('holdOut')}
        />
      </div>
    </div>
  );
}

function Audience({ id, form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  const options: Option<Form['whom']>[] = [
    { id: 'segment', label: t.bySegment },
    { id: 'file', label: t.byFile },
    // A condition is written as text; it can be left, and chosen again while it stands there.
    ...(form.whom === 'condition' ? [{ id: 'condition' as const, label: t.byCondition }] : []),
  ];
  return (
    <>
      <div className="camp-fields">
        <Select label={t.whom} options={options} value={form.whom} onChange={(whom) => change({ whom })} />
        {form.whom === 'segment' && (
          <SegmentField value={form.segment} onChange={(segment) => change({ segment })} error={errorOf('segment')} />
        )}
      </div>
      {form.whom === 'segment' && form.segment !== null && <CountedSegment key={form.segment} id={form.segment} />}
      {form.whom === 'condition' && <Notice>{t.byConditionHelp}</Notice>}
      {form.whom === 'file' && (
        <AudienceFile id={id} name={form.file} onName={(file) => change({ file })} error={errorOf('file')} />
      )}
      <p className="ft-soft ft-small">{t.frozenLater}</p>
    </>
  );
}

function Without({ id, form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  const options: Option<Form['without']>[] = [
    { id: 'nobody', label: t.withoutNobody },
    { id: 'segment', label: t.withoutSegment },
    { id: 'file', label: t.withoutFile },
    ...(form.without === 'condition' ? [{ id: 'condition' as const, label: t.withoutCondition }] : []),
  ];
  return (
    <>
      <div className="camp-fields">
        <Select label={t.without} options={options} value={form.without} onChange={(without) => change({ without })} />
        {form.without === 'segment' && (
          <SegmentField
            value={form.withoutSegment}
            onChange={(withoutSegment) => change({ withoutSegment })}
            error={errorOf('withoutSegment')}
          />
        )}
      </div>
      {form.without === 'file' && (
        <AudienceFile
          id={id}
          name={form.withoutFile}
          onName={(withoutFile) => change({ withoutFile })}
          error={errorOf('withoutFile')}
        />
      )}
    </>
  );
}

interface SegmentProps {
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}

function SegmentField({ value, onChange, error }: SegmentProps) {
  const t = useTexts(wizardTexts);
  const { language } = useLanguage();
  const { data } = useOne<typeof listSegments>('GET /v1/segments', { query: { limit: 200 } });
  const published = data?.data ?? [];
  if (data !== undefined && published.length === 0 && value === null) return <Notice>{t.noSegments}</Notice>;
  const options = published.map(({ id, name }: SegmentView) => ({ id, label: localise(language, name, id) }));
  // One that was published no more is still what the draft says.
  const known = value === null || options.some(({ id }) => id === value);
  return (
    <Select
      label={t.segment}
      placeholder={t.chooseSegment}
      options={known || data === undefined ? options : [...options, { id: value, label: value }]}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
