import { lazy, Suspense, useState } from 'react';
import type { TaskContextView, TaskView } from '../../api/contracts/tasks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { useTexts } from '../texts/use-texts.js';
import { tasksTexts } from './texts.js';
import { hasAppointment, mayGiveOn, mayWork } from './whose.js';

const AppointmentDialog = lazy(() =>
  import('./appointment-dialog.js').then((dialog) => ({ default: dialog.AppointmentDialog })),
);

const LogCallDialog = lazy(() => import('./log-call-dialog.js').then((dialog) => ({ default: dialog.LogCallDialog })));
const DealStageDialog = lazy(() =>
  import('./deal-stage-dialog.js').then((dialog) => ({ default: dialog.DealStageDialog })),
);
const ReassignDialog = lazy(() =>
  import('./reassign-dialog.js').then((dialog) => ({ default: dialog.ReassignDialog })),
);

type Asked = 'call' | 'stage' | 'reassign' | 'appointment';

/** What else may be done while at a task, as the role allows. */
export function MoreActs({
  task,
  context,
}: {
  readonly task: TaskView;
  readonly context: TaskContextView | undefined;
}) {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const contact = context?.contact ?? null;
  const deal = context?.deal ?? null;
  if (!mayWork(me.role)) return null;
  return (
    <div className="ft-line">
      {contact !== null && <Button onPress={() => setAsked('call')}>{t.logCall}</Button>}
      {hasAppointment(task.kind) && <Button onPress={() => setAsked('appointment')}>{t.appointment}</Button>}
      {deal !== null && <Button onPress={() => setAsked('stage')}>{t.setStage}</Button>}
      {mayGiveOn(me.role) && <Button onPress={() => setAsked('reassign')}>{t.reassign}</Button>}
      <Suspense>
        {asked === 'call' && contact !== null && (
          <LogCallDialog contactId={contact.id} dealId={deal?.id ?? null} onClose={close} />
        )}
        {asked === 'stage' && deal !== null && <DealStageDialog deal={deal} onClose={close} />}
        {asked === 'appointment' && <AppointmentDialog task={task} onClose={close} />}
        {asked === 'reassign' && <ReassignDialog task={task} onClose={close} />}
      </Suspense>
    </div>
  );
}
