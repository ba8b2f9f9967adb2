import type { FormField, TaskView, taskContext } from '../../api/contracts/tasks.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Dialog } from '../kit/dialog.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Loaded } from '../kit/states.js';
import { kitTexts } from '../kit/texts.js';
import { toast } from '../kit/toast.js';
import { TaskForm } from '../tasks/task-form.js';
import { type Completion, useCompletion } from '../tasks/use-completion.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { actTexts } from './act-texts.js';
import '../tasks/tasks.css';

/** Completes an open task from its journey's story: the step's form, a note, an outcome, and once more to be sure. */
export function CompleteDialog({ task, onClose }: { readonly task: TaskView; readonly onClose: () => void }) {
  const context = useOne<typeof taskContext>('GET /v1/tasks/:id/context', { params: { id: task.id } });
  return (
    <Dialog title={task.title} isOpen onClose={onClose} holds>
      <Loaded of={context}>{({ form }) => <Form task={task} fields={form} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

function Form({
  task,
  fields,
  onClose,
}: {
  readonly task: TaskView;
  readonly fields: readonly FormField[];
  readonly onClose: () => void;
}) {
  const t = useTexts(actTexts);
  const completion = useCompletion(task, fields, () => {
    toast(t.completed);
    onClose();
  });
  if (completion.closed !== null) {
    return (
      <Notice tone="warn">
        <p>{t.wasClosed}</p>
        {completion.draft.note.trim() !== '' && <p>{completion.draft.note}</p>}
      </Notice>
    );
  }
  return (
    <>
      <p className="ft-soft">{t.completeEffect}</p>
      <TaskForm fields={fields} completion={completion} />
      {completion.error !== null && <ProblemNote error={completion.error} sent />}
      <Outcomes task={task} completion={completion} />
    </>
  );
}

function Outcomes({ task, completion }: { readonly task: TaskView; readonly completion: Completion }) {
  const t = useTexts(actTexts);
  const kit = useTexts(kitTexts);
  const words = useWords();
  const { chosen, isRunning } = completion;
  if (chosen !== null) {
    return (
      <div className="ft-dialog-acts">
        <Button onPress={completion.leave} isDisabled={isRunning}>
          {t.back}
        </Button>
        <Button look="main" autoFocus isPending={isRunning} onPress={() => void completion.confirm()}>
          {isRunning ? kit.working : t.record(words.outcome(chosen))}
        </Button>
      </div>
    );
  }
  const outcomes = task.outcomes.length === 0 ? ['done'] : task.outcomes;
  return (
    <fieldset className="ft-stack">
      <legend className="ft-label">{t.chooseOutcome}</legend>
      <div className="ft-line">
        {outcomes.map((outcome) => (
          <Button key={outcome} onPress={() => completion.choose(outcome)}>
            {words.outcome(outcome)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
