import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import type { ErrorOf } from './errors.js';
import { type Form, type Span, UNITS } from './form.js';
import { wizardTexts } from './wizard-texts.js';

/** What a step of the wizard is given. */
export interface StepProps {
  readonly id: string;
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly errorOf: ErrorOf;
  /** Of what stands in the fields; null: it is not saved. */
  readonly saved: { readonly revision: number | null; readonly save: () => void };
}

interface SpanProps {
  readonly label: string;
  readonly help?: string;
  readonly value: Span;
  readonly error: string | undefined;
  readonly onChange: (value: Span) => void;
}

/** A length of time: a number and its unit. */
export function SpanField({ label, help, value, error, onChange }: SpanProps) {
  const t = useTexts(wizardTexts);
  return (
    <div className="camp-span">
      <TextField
        label={label}
        {...(help === undefined ? {} : { help })}
        value={value.n}
        inputMode="numeric"
        maxLength={9}
        error={error}
        onChange={(n) => onChange({ ...value, n })}
      />
      <Select
        label={t.unit}
        options={UNITS.map((id) => ({ id, label: t[id] }))}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </div>
  );
}
