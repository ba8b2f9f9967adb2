import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { classes } from './classes.js';
import { Sign } from './sign.js';
import './field.css';
import './popover.css';

export interface Option<T extends string> {
  readonly id: T;
  readonly label: string;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly options: readonly Option<T>[];
  readonly value: T | null;
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
  /** What is wrong with the choice; shows the field as faulty. */
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly className?: string;
}

/** One of a few values; of many, or of people: a combo box. Without any yet it can't be pressed: it would open nothing. */
export function Select<T extends string>({
  label,
  labelHidden,
  options,
  value,
  onChange,
  placeholder,
  error,
  className,
  isDisabled = false,
  ...rest
}: SelectProps<T>) {
  return (
    <AriaSelect
      {...rest}
      isDisabled={isDisabled || options.length === 0}
      isInvalid={error !== undefined}
      className={classes('ft-field', className)}
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      <Label className={labelHidden === true ? 'ft-hidden' : 'ft-label'}>{label}</Label>
      <Button className="ft-select-button">
        <SelectValue />
        <Sign of="down" />
      </Button>
      <FieldError className="ft-error">{error}</FieldError>
      <Popover className="ft-popover">
        <ListBox className="ft-options" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="ft-option">
              {({ isSelected }) => (
                <>
                  <span className="ft-option-mark">{isSelected && <Sign of="check" />}</span>
                  {option.label}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
