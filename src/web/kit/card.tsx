import { type ReactNode, useId } from 'react';
import { classes } from './classes.js';
import './card.css';

export interface CardProps {
  readonly title?: string;
  /** At the end of the title's line: a link, a button, a count. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A part of a page on a ground of its own; with a title, a section that assistive technology can jump to. */
export function Card({ title, aside, children, className }: CardProps) {
  const id = useId();
  if (title === undefined) return <div className={classes('ft-card', className)}>{children}</div>;
  return (
    <section className={classes('ft-card', className)} aria-labelledby={id}>
      <header className="ft-card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
