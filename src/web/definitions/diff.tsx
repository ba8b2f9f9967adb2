import { useMemo } from 'react';
import { classes } from '../kit/classes.js';
import { useTexts } from '../texts/use-texts.js';
import { type DiffLine, type DiffPart, diffLines, foldDiff } from './line-diff.js';
import { definitionsTexts } from './texts.js';

/** What differs between two texts, line by line. */
export function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const t = useTexts(definitionsTexts);
  const lines = useMemo(() => diffLines(before, after), [before, after]);
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
