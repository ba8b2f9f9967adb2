import type { ReactNode } from 'react';
import type { Localised } from '../../api/contracts/common.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { localise } from '../texts/localised.js';
import { useLanguage } from '../texts/use-texts.js';

export interface DefinedHeaderProps {
  readonly id: string;
  /** Absent while it isn’t known, or has none. */
  readonly name: Localised | null | undefined;
  /** A link back to the list of its kind. */
  readonly above: ReactNode;
  /** What its version is called; absent while it isn't known. */
  readonly version: string | undefined;
}

/** The head of a page about something that a definition is, with its id and a way to the definition. */
export function DefinedHeader({ id, name, above, version }: DefinedHeaderProps) {
  const { language } = useLanguage();
  return (
    <PageHeader
      title={localise(language, name, id)}
      above={above}
      below={
        version !== undefined && (
          <span className="ft-line">
            <Code>{id}</Code>
            <Link href={`/definitions/${encodeURIComponent(id)}`}>{version}</Link>
          </span>
        )
      }
    />
  );
}
