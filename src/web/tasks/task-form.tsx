import type { FormField } from '../../api/contracts/tasks.js';
import { Checkbox } from '../kit/checkbox.js';
import { DateField } from '../kit/date-field.js';
import { TextField } from '../kit/text-field.js';
import { kitTexts } from '../kit/texts.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { type FieldFault, initialTyped } from './form.js';
import { tasksTexts } from './texts.js';
import type { Completion } from './use-completion.js';

/** The step's own questions, and a note. */
export function TaskForm({
  fields,
  completion,
}: {
  readonly fields: readonly FormField[];
  readonly completion: Completion;
}) {
  const t = useTexts(tasksTexts);
  return (
    // Enter in a field is not an outcome: which one would it be?
    <form className="tasks-form" onSubmit={(event) => event.preventDefault()} noValidate aria-label={t.form}>
      {fields.map((field) => (
        <Field key={field.field} field={field} completion={completion} />
      ))}
      <TextField
        className="tasks-note"
        label={t.note}
        help={t.noteHelp}
        lines={2}
        maxLength={2_000}
        value={completion.draft.note}
        onChange={completion.setNote}
      />
    </form>
  );
}

function Field({ field, completion }: { readonly field: FormField; readonly completion: Completion }) {
  const t = useTexts(tasksTexts);
  const kit = useTexts(kitTexts);
  const words = useWords();
  const { language } = useLanguage();
  const name = localise(language, field.label, words.field(field.field.replace(/^(contact|account|deal)\./, '')));
  const label = field.required ? kit.required(name) : name;
  const value = completion.draft.form[field.field] ?? initialTyped(field);
  const fault = completion.faults[field.field];
  const error = fault === undefined ? undefined : t[FAULTS[fault]];
  const set = (next: string | boolean) => completion.setField(field.field, next);

  switch (field.type) {
    case 'boolean':
      return (
        <Checkbox isSelected={value === true} onChange={set}>
          {label}
        </Checkbox>
      );
    case 'date':
      return (
        <div className={error === undefined ? undefined : 'tasks-faulty'}>
          <DateField
            label={label}
            value={value === '' ? null : String(value)}
            onChange={(day) => set(day ?? '')}
            isRequired={field.required}
          />
          {error !== undefined && <p className="ft-error">{error}</p>}
        </div>
      );
    case 'text':
    case 'number':
    case 'instant':
    case 'birthday':
    case 'tags':
      return (
        <TextField
          {...INPUTS[field.type]}
          {...(field.type === 'tags' ? { help: t.tagsHelp } : {})}
          {...(field.type === 'birthday' ? { help: t.birthdayHelp } : {})}
          label={label}
          value={String(value)}
          onChange={set}
          maxLength={500}
          isRequired={field.required}
          error={error}
        />
      );
  }
}

const INPUTS = {
  text: {},
  number: { inputMode: 'decimal' },
  instant: { type: 'datetime-local' },
  birthday: {},
  tags: {},
} as const;

const FAULTS = {
  required: 'faultRequired',
  number: 'faultNumber',
  date: 'faultDate',
  instant: 'faultInstant',
  birthday: 'faultBirthday',
} as const satisfies Readonly<Record<FieldFault, string>>;
