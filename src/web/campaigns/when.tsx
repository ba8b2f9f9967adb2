import { Checkbox } from '../kit/checkbox.js';
import { DateField } from '../kit/date-field.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { WEEKDAYS } from './form.js';
import type { StepProps } from './parts.js';
import { wizardTexts } from './wizard-texts.js';

/** When it goes out, within which hours, and how fast. */
export function When(step: StepProps) {
  const { form, change, errorOf } = step;
  const t = useTexts(wizardTexts);
  return (
    <div className="ft-stack">
      <Start {...step} />
      <Checkbox isSelected={form.hasWindow} onChange={(hasWindow) => change({ hasWindow })}>
        {t.window}
      </Checkbox>
      {form.hasWindow && <Window {...step} />}
      <div className="camp-fields">
        <TextField
          label={t.perMinute}
          help={t.perMinuteHelp}
          value={form.perMinute}
          onChange={(perMinute) => change({ perMinute })}
          inputMode="numeric"
          maxLength={7}
          error={errorOf('perMinute')}
        />
        <TextField
          label={t.priority}
          help={t.priorityHelp}
          value={form.priority}
          onChange={(priority) => change({ priority })}
          inputMode="numeric"
          maxLength={1}
          error={errorOf('priority')}
        />
      </div>
    </div>
  );
}

function Start({ form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  const day = errorOf('day');
  return (
    <>
      <div className="camp-fields">
        <Select
          label={t.start}
          options={[
            { id: 'at-once', label: t.atOnce },
            { id: 'at', label: t.atTime },
          ]}
          value={form.start}
          onChange={(start) => change({ start, ...(form.hour === '' ? { hour: '10:00' } : {}) })}
        />
      </div>
      {form.start === 'at' && (
        <div className="camp-fields">
          <div>
            <DateField label={t.day} value={form.day} onChange={(next) => change({ day: next })} isRequired />
            {day !== undefined && <p className="ft-error">{day}</p>}
          </div>
          <TextField
            label={t.hour}
            help={t.hourHelp}
            value={form.hour}
            onChange={(hour) => change({ hour })}
            maxLength={5}
            error={errorOf('hour')}
          />
          <Select
            label={t.clock}
            options={[
              { id: 'contact', label: t.eachOwn },
              { id: 'zone', label: t.oneZone },
            ]}
            value={form.clock}
            onChange={(clock) =>
              change({ clock, ...(clock === 'zone' && form.zone === '' ? { zone: ownZone() } : {}) })
            }
          />
          {form.clock === 'zone' && (
            <TextField
              label={t.zone}
              help={t.zoneHelp}
              value={form.zone}
              onChange={(zone) => change({ zone })}
              maxLength={60}
              error={errorOf('zone')}
            />
          )}
        </div>
      )}
    </>
  );
}

function Window({ form, change, errorOf }: StepProps) {
  const t = useTexts(wizardTexts);
  const days = errorOf('days');
  return (
    <div className="camp-window ft-stack">
      <p className="ft-soft ft-small">{t.windowHelp}</p>
      <fieldset className="camp-days">
        <legend className="ft-label">{t.weekdays}</legend>
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day}
            isSelected={form.days.includes(day)}
            onChange={(isChosen) =>
              change({ days: WEEKDAYS.filter((each) => (each === day ? isChosen : form.days.includes(each))) })
            }
          >
            {t[day]}
          </Checkbox>
        ))}
        {days !== undefined && <p className="ft-error">{days}</p>}
      </fieldset>
      <div className="camp-fields">
        <TextField
          label={t.opens}
          value={form.opens}
          onChange={(opens) => change({ opens })}
          maxLength={5}
          error={errorOf('opens')}
        />
        <TextField
          label={t.closes}
          value={form.closes}
          onChange={(closes) => change({ closes })}
          maxLength={5}
          error={errorOf('closes')}
        />
        <TextField
          label={t.spread}
          help={t.spreadHelp}
          value={form.spread}
          onChange={(spread) => change({ spread })}
          inputMode="numeric"
          maxLength={4}
          error={errorOf('spread')}
        />
        <CalendarField value={form.calendar} onChange={(calendar) => change({ calendar })} />
      </div>
    </div>
  );
}

/** A select's value is never empty. */
const NONE = '-';

function CalendarField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useTexts(wizardTexts);
  const known = [
    { id: NONE, label: t.noCalendar },
    { id: 'contact', label: t.ofContact },
    { id: 'owner', label: t.ofOwner },
  ];
  const options =
    value === '' || known.some(({ id }) => id === value)
      ? known
      : [...known, { id: value, label: t.ofCalendar(value) }];
  return (
    <Select
      label={t.calendar}
      options={options}
      value={value === '' ? NONE : value}
      onChange={(next) => onChange(next === NONE ? '' : next)}
    />
  );
}
