import { useEffect, useRef } from 'react';
import type { getTask, TaskContextView, TaskView, taskContext } from '../../api/contracts/tasks.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { useNow } from '../app/world.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Person } from '../kit/person.js';
import { Sign } from '../kit/sign.js';
import { Loaded } from '../kit/states.js';
import { Badge, Status } from '../kit/status.js';
import { ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { ClosedNote } from './closed-note.js';
import { dueGroup } from './due.js';
import { MoreActs } from './more-acts.js';
import { OutcomeBar } from './outcome-bar.js';
import { TaskContext } from './task-context.js';
import { TaskForm } from './task-form.js';
import { tasksTexts } from './texts.js';
import { useCompletion } from './use-completion.js';
import type { Desk } from './use-desk.js';
import { useDeskKeys } from './use-desk-keys.js';
import { mayWork } from './whose.js';

interface PanelProps {
  readonly id: string;
  readonly desk: Desk;
  readonly onClosed: (task: TaskView, outcome: string) => void;
}

/** One task: what to know for it, and what to do about it. */
export function TaskPanel({ id, desk, onClosed }: PanelProps) {
  const t = useTexts(tasksTexts);
  const task = useOne<typeof getTask>('GET /v1/tasks/:id', { params: { id } });
  const context = useOne<typeof taskContext>(
    'GET /v1/tasks/:id/context',
    { params: { id } },
    { kinds: ['task', 'contact', 'deal', 'message', 'journey'] },
  );
  return (
    <div className="tasks-panel">
      <Link href={desk.hrefOf(null)} look="button" className="tasks-back">
        <Sign of="left" /> {t.back}
      </Link>
      <Loaded of={task} lines={8}>
        {(found) => (
          <TaskCard
            // Its form comes with the context; what is typed before is kept with the draft.
            task={found}
            context={context.data}
            contextError={context.error}
            desk={desk}
            onClosed={onClosed}
          />
        )}
      </Loaded>
    </div>
  );
}

interface CardProps {
  readonly task: TaskView;
  readonly context: TaskContextView | undefined;
  readonly contextError: unknown;
  readonly desk: Desk;
  readonly onClosed: (task: TaskView, outcome: string) => void;
}

function TaskCard({ task, context, contextError, desk, onClosed }: CardProps) {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const fields = context?.form ?? task.form.map(asText);
  const completion = useCompletion(task, fields, onClosed);
  const isOpen = task.status === 'open' && completion.closed === null;
  const mayDo = isOpen && mayWork(me.role);
  const outcomes = task.outcomes.length === 0 ? ['done'] : task.outcomes;
  useDeskKeys((key) => {
    if (!mayDo) return false;
    if (key.type === 'outcome') {
      const outcome = outcomes[key.index];
      if (outcome === undefined) return false;
      completion.choose(outcome);
      return true;
    }
    if (key.type === 'leave' && completion.chosen !== null) {
      completion.leave();
      return true;
    }
    if (key.type !== 'note') return false;
    document.querySelector<HTMLElement>('.tasks-note textarea')?.focus();
    return true;
  });
  return (
    <article className="tasks-card" aria-labelledby="tasks-title">
      <TaskHead task={task} desk={desk} isOpen={isOpen} />
      {!isOpen && <ClosedNote task={task} closed={completion.closed} completion={completion} desk={desk} />}
      <TaskContext task={task} context={context} error={contextError} />
      {mayDo && <TaskForm fields={fields} completion={completion} />}
      {isOpen && <MoreActs task={task} context={context} />}
      {mayDo && <OutcomeBar task={task} outcomes={outcomes} completion={completion} />}
      {isOpen && !mayDo && <Notice>{t.notYours}</Notice>}
    </article>
  );
}

/** A field as long as its type is not known. */
const asText = ({ field, required }: TaskView['form'][number]) => ({
  field,
  required,
  type: 'text' as const,
  label: null,
  value: null,
});

function TaskHead({ task, desk, isOpen }: { readonly task: TaskView; readonly desk: Desk; readonly isOpen: boolean }) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { entered } = desk;
  useEffect(() => {
    if (entered > 0) heading.current?.focus();
  }, [entered]);
  return (
    <header className="tasks-head">
      <h2 id="tasks-title" ref={heading} tabIndex={-1}>
        {task.title}
      </h2>
      <div className="ft-line">
        <Badge>{words.taskKind(task.kind)}</Badge>
        {isOpen && <Due task={task} />}
        <span className="ft-soft ft-small">
          {t.assignee}: {task.assigneeId === null ? t.unassigned : null}
        </span>
        {task.assigneeId !== null && <Person id={task.assigneeId} />}
        {task.insteadOf !== null && (
          <span className="ft-soft ft-small">{t.insteadOf(task.insteadOf.name ?? t.unassigned)}</span>
        )}
      </div>
    </header>
  );
}

function Due({ task }: { readonly task: TaskView }) {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const now = useNow();
  if (task.dueAt === null) return <span className="ft-soft">{t.none}</span>;
  const zone = me.timezone ?? ownZone();
  const isLate = now !== null && dueGroup(task.dueAt, now, zone) === 'overdue';
  return (
    <>
      {isLate && <Status tone="bad">{t.overdue}</Status>}
      <span className="ft-small">
        <span className="ft-soft">{t.due}</span> <Instant at={task.dueAt} zone={zone} relative="beside" />
      </span>
    </>
  );
}
