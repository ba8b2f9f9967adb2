import type { TaskView } from '../../api/contracts/tasks.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { useTexts } from '../texts/use-texts.js';
import { journeyTexts } from './texts.js';

/** A task that a line tells of; once it is completed, with what was said about it. */
export function TaskResult({ task, completed }: { readonly task: TaskView; readonly completed: boolean }) {
  const t = useTexts(journeyTexts);
  const answers = Object.entries(completed ? (task.answers ?? {}) : {}).filter(
    ([, value]) => value !== null && value !== '',
  );
  return (
    <div className="journey-object">
      <div>
        <p>
          <Link href={`/tasks/${task.id}`}>{task.title}</Link>
        </p>
        {completed && task.doneByName !== null && (
          <p className="ft-small">
            <span className="ft-soft">{t.doneBy}</span> {task.doneByName}
          </p>
        )}
        {completed && task.note !== null && (
          <p className="journey-note">
            <span className="ft-soft">{t.note}:</span> {task.note}
          </p>
        )}
        {answers.length > 0 && (
          <dl className="journey-answers" aria-label={t.answers}>
            {answers.map(([field, value]) => (
              <div key={field}>
                <dt>
                  <Code>{field}</Code>
                </dt>
                <dd>{answerText(value, t)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {!completed && task.assigneeName !== null && (
        <p className="ft-small">
          <span className="ft-soft">{t.forWhom}</span> {task.assigneeName}
        </p>
      )}
    </div>
  );
}

function answerText(value: unknown, t: { readonly yes: string; readonly no: string }): string {
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
