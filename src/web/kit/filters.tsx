import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import type { AddressFault } from './address.js';
import { Button } from './button.js';
import { Notice } from './notice.js';
import { type Option, Select } from './select.js';
import { TextField } from './text-field.js';
import { kitTexts } from './texts.js';
import './filters.css';

export interface FiltersProps {
  /** Selects and fields, each bound to a value of `useAddress`. */
  readonly children: ReactNode;
  readonly faults: readonly AddressFault[];
  readonly isSaid: boolean;
  readonly onClear: () => void;
  /** At the end of the bar: a choice of columns, a count. */
  readonly aside?: ReactNode;
}

/** The bar of filters over a list; says what an old link asked that is not known here. */
export function Filters({ children, faults, isSaid, onClear, aside }: FiltersProps) {
  const t = useTexts(kitTexts);
  const formats = useFormats();
  return (
    <search className="ft-filters" aria-label={t.filters}>
      <div className="ft-filter-bar">
        {children}
        {(isSaid || faults.length > 0) && (
          <Button look="quiet" onPress={onClear}>
            {t.clearFilters}
          </Button>
        )}
        {aside !== undefined && <div className="ft-filter-aside">{aside}</div>}
      </div>
      {faults.length > 0 && (
        <Notice tone="warn">{t.oldLink(formats.list(faults.map(({ name, value }) => `${name}=${value}`)))}</Notice>
      )}
    </search>
  );
}

const PAUSE_MS = 250;

/** A field to search a list by: tells the text when the person pauses, and follows the address when that changes. */
export function SearchFilter({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    // Not what this field itself told a moment ago: by now the person may have typed on.
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return <TextField label={label} labelHidden placeholder={label} value={text} onChange={setText} maxLength={100} />;
}

const ALL = '*';

/** One of some values to filter by, or all. */
export function SelectFilter<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
}) {
  const t = useTexts(kitTexts);
  return (
    <Select<T | typeof ALL>
      label={label}
      options={[{ id: ALL, label: t.all }, ...options]}
      value={value ?? ALL}
      onChange={(chosen) => onChange(chosen === ALL ? null : chosen)}
    />
  );
}
