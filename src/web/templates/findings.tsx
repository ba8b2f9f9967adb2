import type { TemplateProblemView } from '../../api/contracts/templates.js';
import { definitionHref } from '../definitions/address.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { problemTitles, templatesTexts } from './texts.js';

interface FindingsProps {
  readonly file: string;
  /** null: not known yet. */
  readonly problems: readonly TemplateProblemView[] | null;
  readonly error: unknown;
  /** The text is another one by now. */
  readonly isOld: boolean;
  readonly onPlace: (line: number, column: number) => void;
}

/** The faults of a file, each with its place. */
export function Findings({ file, problems, error, isOld, onPlace }: FindingsProps) {
  const t = useTexts(templatesTexts);
  return (
    <section className="ft-stack" aria-label={t.findings} aria-live="polite">
      {error != null && <ProblemNote error={error} />}
      {isOld || problems === null ? (
        <p className="ft-soft">{t.checking}</p>
      ) : problems.length === 0 ? (
        <Notice tone="good">{t.findingsNone}</Notice>
      ) : (
        <Notice tone="bad">{t.notPublishable}</Notice>
      )}
      {problems !== null && problems.length > 0 && (
        <ol className="def-finding-list">
          {problems.map((problem) => (
            <Finding
              key={`${problem.file} ${problem.line}:${problem.column} ${problem.code} ${problem.definition} ${problem.step} ${problem.message}`}
              problem={problem}
              isHere={problem.file === file}
              onPlace={onPlace}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface FindingProps {
  readonly problem: TemplateProblemView;
  readonly isHere: boolean;
  readonly onPlace: (line: number, column: number) => void;
}

function Finding({ problem, isHere, onPlace }: FindingProps) {
  const t = useTexts(templatesTexts);
  const titles: Readonly<Record<string, string>> = useTexts(problemTitles);
  const { file, line, column, code, message, definition, step } = problem;
  return (
    <li className="def-finding">
      <span className="ft-line">
        <Status tone="bad">{t.fault}</Status>
        {isHere ? (
          <button type="button" className="def-place" onClick={() => onPlace(line, column)}>
            {t.place(line, column)}
          </button>
        ) : (
          <span>
            <Code>{file}</Code> {t.place(line, column)}
          </span>
        )}
      </span>
      {titles[code] !== undefined && <strong>{titles[code]}</strong>}
      {/* The engine's own words, which name what stands there: it has them in English. */}
      <p lang="en">{message}</p>
      {definition !== null && (
        <p className="ft-small">
          {t.neededBy} <Link href={definitionHref(definition)}>{definition}</Link>
          {step !== null && (
            <>
              {' · '}
              <Code>{step}</Code>
            </>
          )}
        </p>
      )}
    </li>
  );
}
