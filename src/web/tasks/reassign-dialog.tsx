import { useState } from 'react';
import type { reassignTask, TaskView } from '../../api/contracts/tasks.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { kitTexts } from '../kit/texts.js';
import { useTexts } from '../texts/use-texts.js';
import { tasksTexts } from './texts.js';
import { mayWork } from './whose.js';

/** Gives an open task to another person. */
export function ReassignDialog({ task, onClose }: { readonly task: TaskView; readonly onClose: () => void }) {
  const t = useTexts(tasksTexts);
  const kit = useTexts(kitTexts);
  const people = usePeople();
  const act = useAct<typeof reassignTask>('POST /v1/tasks/:id/reassign');
  const [to, setTo] = useState<string | null>(null);
  const options = people.all
    .filter((person) => person.active && mayWork(person.role) && person.id !== task.assigneeId)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <ActDialog
      title={t.reassign}
      effect={t.reassignEffect}
      confirm={t.reassign}
      done={t.reassigned}
      missing={to === null ? t.toMissing : null}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: task.id }, body: { assigneeId: to ?? '', reason } }, key)}
    >
      <Select label={t.to} options={options} value={to} onChange={setTo} placeholder={kit.choose} isRequired />
    </ActDialog>
  );
}
