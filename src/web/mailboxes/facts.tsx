import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.js';
import { mailboxTexts } from './texts.js';

/** What there is to know, each with its name. Null: there is none. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  const t = useTexts(mailboxTexts);
  return (
    <dl className="people-facts">
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value ?? <span className="ft-soft">{t.none}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
