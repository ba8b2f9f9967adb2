import { useState } from 'react';
import type { ProblemBody } from '../../api/contracts/common.js';
import type { completeTask, FormField, TaskView } from '../../api/contracts/tasks.js';
import { useAct } from '../api/hooks.js';
import { isProblem } from '../api/problem.js';
import { useMe } from '../app/session.js';
import { makeKeeper, useDraft } from './drafts.js';
import { type FieldFault, readForm } from './form.js';

export type Closed = NonNullable<ProblemBody['closed']>;

/**
 * Recording an outcome: chosen, then confirmed. A delay in which it could be taken back would be kinder, but a window
 * closed in that delay would lose what the person believes is recorded.
 */
export function useCompletion(
  task: TaskView,
  fields: readonly FormField[],
  onClosed: (task: TaskView, outcome: string) => void,
) {
  const me = useMe();
  const [draft, setDraft] = useDraft(me.id, task.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [faults, setFaults] = useState<Readonly<Record<string, FieldFault>>>({});
  const [error, setError] = useState<unknown>(null);
  const [closed, setClosed] = useState<Closed | null>(null);
  const [keyFor] = useState(() => makeKeeper());
  const complete = useAct<typeof completeTask>('POST /v1/tasks/:id/complete', {
    changes: ['task', 'journey', 'contact', 'deal'],
  });

  const choose = (outcome: string) => {
    const found = readForm(fields, draft.form).faults;
    setFaults(found);
    setError(null);
    setChosen(Object.keys(found).length === 0 ? outcome : null);
    if (Object.keys(found).length > 0) focusFault();
  };
  const confirm = async () => {
    if (chosen === null || complete.isRunning) return;
    const { answers } = readForm(fields, draft.form);
    const note = draft.note.trim();
    const body = {
      outcome: chosen,
      ...(Object.keys(answers).length === 0 ? {} : { answers }),
      ...(note === '' ? {} : { note }),
    };
    setError(null);
    try {
      const done = await complete.run({ params: { id: task.id }, body }, keyFor(body));
      setDraft(null);
      onClosed(done, chosen);
    } catch (failure) {
      if (isProblem(failure, 'task-closed')) {
        setClosed(failure.body.closed ?? { status: 'done', outcome: null, at: null, by: null });
        setChosen(null);
      } else setError(failure);
    }
  };
  return {
    draft,
    chosen,
    faults,
    error,
    closed,
    isRunning: complete.isRunning,
    choose,
    confirm,
    leave: () => {
      setChosen(null);
      setError(null);
    },
    setNote: (note: string) => setDraft({ ...draft, note }),
    setField: (field: string, value: string | boolean) => {
      setDraft({ ...draft, form: { ...draft.form, [field]: value } });
      // What is being mended is no longer called wrong.
      const { [field]: _, ...others } = faults;
      setFaults(others);
    },
    forget: () => setDraft(null),
  };
}

export type Completion = ReturnType<typeof useCompletion>;

function focusFault(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.tasks-form [data-invalid] input, .tasks-form .tasks-faulty input')?.focus(),
  );
}
