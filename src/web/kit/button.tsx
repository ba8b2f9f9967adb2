import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classes } from './classes.js';
import './button.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  /** main: the one act of its place. plain: the usual. quiet: without a border. danger: what can't be undone. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  /** Square, for a sign alone; give `aria-label`. */
  readonly square?: boolean;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Does something. What leads somewhere is a Link. `onPress` is called for pointer, touch and keyboard alike. */
export function Button({ look = 'plain', square = false, className, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes('ft-button', `ft-button-${look}`, square && 'ft-square', className)} />
  );
}
