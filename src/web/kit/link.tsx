import type { ComponentProps, ReactNode } from 'react';
import { Link as WouterLink } from 'wouter';
import { classes } from './classes.js';
import './link.css';

export interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'children' | 'className'> {
  readonly href: string;
  readonly children: ReactNode;
  /** text: underlined, within sentences. plain: as its surroundings. button: looks like one. */
  readonly look?: 'text' | 'plain' | 'button';
  readonly className?: string;
}

/** Leads to another page of ours, or elsewhere (an address with a host opens in a tab of its own). */
export function Link({ href, look = 'text', className, children, ...rest }: LinkProps) {
  const names = classes(look === 'button' ? 'ft-button' : `ft-link-${look}`, className);
  if (!href.startsWith('/') || href.startsWith('/docs') || href.startsWith('/v1/')) {
    return (
      <a {...rest} href={href} className={names} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  }
  return (
    <WouterLink {...rest} href={href} className={names}>
      {children}
    </WouterLink>
  );
}
