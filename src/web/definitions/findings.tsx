import { Code } from '../kit/code.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import type { Checked } from './drafts.js';
import { findingHelps, findingTitles, findingWords } from './finding-texts.js';
import { definitionsTexts } from './texts.js';
import type { LiveCheck } from './use-live-check.js';

type FindingView = Checked['findings'][number];

interface FindingsProps {
  readonly checked: Checked | null;
  readonly live: LiveCheck;
  /** The text is another one by now. */
  readonly isOld: boolean;
  readonly onPlace: (line: number, column: number) => void;
}

/** What the check said, each with its place. */
export function Findings({ checked, live, isOld, onPlace }: FindingsProps) {
  const t = useTexts(definitionsTexts);
  return (
    <section className="def-findings" aria-label={t.findings} aria-live="polite">
      {live.error != null && <ProblemNote error={live.error} />}
      {checked === null ? (
        <p className="ft-soft">{live.isChecking ? t.checking : t.findingsNotYet}</p>
      ) : (
        <>
          {isOld && <p className="ft-soft">{t.checking}</p>}
          {!isOld && <Verdict checked={checked} />}
          {checked.notes.map(({ line, column, message }) => (
            <Notice key={`${line}:${column} ${message}`}>
              <span lang="en">{message}</span>
            </Notice>
          ))}
          <ol className="def-finding-list">
            {checked.findings.map((finding) => (
              <FindingItem
                key={`${finding.line}:${finding.column} ${finding.code} ${finding.pointer}`}
                finding={finding}
                onPlace={onPlace}
              />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Verdict({ checked }: { readonly checked: Checked }) {
  const t = useTexts(definitionsTexts);
  if (!checked.publishable) return <Notice tone="bad">{t.notPublishable}</Notice>;
  if (checked.findings.length > 0) return <Notice tone="warn">{t.withWarnings}</Notice>;
  return <Notice tone="good">{t.findingsNone}</Notice>;
}

interface FindingProps {
  readonly finding: FindingView;
  readonly onPlace: (line: number, column: number) => void;
}

function FindingItem({ finding, onPlace }: FindingProps) {
  const t = useTexts(definitionsTexts);
  const titles = useTexts(findingTitles);
  const helps = useTexts(findingHelps);
  const { line, column, severity, code, message, suggestion } = finding;
  const title = findingWords(titles, code);
  const help = findingWords(helps, code);
  return (
    <li className="def-finding">
      <span className="ft-line">
        <Status tone={severity === 'error' ? 'bad' : 'warn'}>{t[severity]}</Status>
        <button type="button" className="def-place" onClick={() => onPlace(line, column)}>
          {t.goToPlace(line, column)}
        </button>
      </span>
      {title !== undefined && <strong>{title}</strong>}
      {/* The engine's own words, which name what stands there: it has them in English. */}
      <p lang="en">{message}</p>
      {suggestion !== undefined && (
        <p className="ft-small">
          {t.suggestion} <Code>{suggestion}</Code>
        </p>
      )}
      <details className="ft-small">
        <summary>
          {t.whatItMeans} · <Code>{code}</Code>
        </summary>
        {help !== undefined && <p>{help}</p>}
        <p className="ft-soft">
          {t.inDocs} <Code>{`docs/lint.md#${code}`}</Code>
        </p>
      </details>
    </li>
  );
}
