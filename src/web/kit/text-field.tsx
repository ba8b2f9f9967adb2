import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { classes } from './classes.js';
import './field.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string;
  /** For screen readers alone, where the place says what it is: a search box. */
  readonly labelHidden?: boolean;
  readonly help?: string;
  /** What is wrong with the value; shows the field as faulty. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  /** Several lines of text. */
  readonly lines?: number;
  readonly className?: string;
}

/** A labelled field for text. `onChange` gives the text itself. */
export function TextField({ label, labelHidden, help, error, placeholder, lines, className, ...rest }: TextFieldProps) {
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={classes('ft-field', className)}>
      <Label className={labelHidden === true ? 'ft-hidden' : 'ft-label'}>{label}</Label>
      {lines === undefined ? (
        <Input className="ft-input" {...hint} />
      ) : (
        <TextArea className="ft-input" rows={lines} {...hint} />
      )}
      {help !== undefined && (
        <Text slot="description" className="ft-help">
          {help}
        </Text>
      )}
      <FieldError className="ft-error">{error}</FieldError>
    </AriaTextField>
  );
}
