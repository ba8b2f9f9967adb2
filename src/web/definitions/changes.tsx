import { useMemo } from 'react';
import type { getDefinitionVersion } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { classes } from '../kit/classes.js';
import { ErrorState, Loading } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { type DiffLine, type DiffPart, diffLines, foldDiff } from './line-diff.js';
import { definitionsTexts } from './texts.js';
import { VersionChoice, type VersionChoiceProps } from './version-choice.js';

/** What a version changed in the one before it. */
export function Changes({ id, ...choice }: VersionChoiceProps & { readonly id: string }) {
  const t = useTexts(definitionsTexts);
  const { version } = choice;
  return (
    <div className="ft-stack">
      <div className="def-bar-line">
        <VersionChoice {...choice} />
        {version > 1 && <span className="ft-soft">{t.changesOf(version - 1, version)}</span>}
      </div>
      {version === 1 ? <p>{t.changesFirst}</p> : <Difference key={version} id={id} version={version} />}
    </div>
  );
}

function Difference({ id, version }: { readonly id: string; readonly version: number }) {
  const t = useTexts(definitionsTexts);
  const operation = 'GET /v1/definitions/:id/versions/:version';
  const before = useOne<typeof getDefinitionVersion>(operation, { params: { id, version: version - 1 } });
  const after = useOne<typeof getDefinitionVersion>(operation, { params: { id, version } });
  const lines = useMemo(
    () => (before.data === undefined || after.data === undefined ? null : diffLines(before.data.text, after.data.text)),
    [before.data, after.data],
  );
  const error = before.error ?? after.error;
  if (lines === null && error != null) {
    const again = () => {
      before.refetch();
      after.refetch();
    };
    return <ErrorState error={error} onRetry={again} />;
  }
  if (lines === null) return <Loading lines={12} />;
  const parts = foldDiff(lines);
  if (parts.length === 0) return <p>{t.changesNone}</p>;
  const count = (type: DiffLine['type']) => lines.filter((line) => line.type === type).length;
  return (
    <>
      <p className="ft-line">
        <span className="ft-status ft-tone-good">{t.addedCount(count('added'))}</span>
        <span className="ft-status ft-tone-bad">{t.removedCount(count('removed'))}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="def-text" aria-label={t.changesLabel} tabIndex={0}>
        <pre>
          {parts.map((part) => (
            <Part key={part.type === 'gap' ? part.key : `${part.before} ${part.after}`} part={part} />
          ))}
        </pre>
      </section>
    </>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

function Part({ part }: { readonly part: DiffPart }) {
  const t = useTexts(definitionsTexts);
  if (part.type === 'gap') return <span className="def-gap">{t.gap(part.lines)}</span>;
  return (
    <span className={classes('def-diff', `def-diff-${part.type}`)}>
      <span className="def-number" aria-hidden="true">
        {part.before ?? ''}
      </span>
      <span className="def-number" aria-hidden="true">
        {part.after ?? ''}
      </span>
      <span className="def-sign" aria-hidden="true">
        {SIGNS[part.type]}
      </span>
      {part.type !== 'same' && <span className="ft-hidden">{part.type === 'added' ? t.added : t.removed}</span>}
      <span lang="zxx" className="def-diff-text">
        {part.text}
        {'\n'}
      </span>
    </span>
  );
}
