import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import { Sign } from './sign.js';
import './field.css';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** Yes or no. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className="ft-check">
      <span className="ft-check-box">
        <Sign of="check" />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}
