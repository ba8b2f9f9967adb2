import { useState } from 'react';
import type {
  AppointmentView,
  cancelAppointment,
  getAppointment,
  makeAppointment,
} from '../../api/contracts/appointments.js';
import type { TaskView } from '../../api/contracts/tasks.js';
import { useAct, useOne } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Checkbox } from '../kit/checkbox.js';
import { Dialog } from '../kit/dialog.js';
import { Loaded, Loading } from '../kit/states.js';
import { TextField } from '../kit/text-field.js';
import { kitTexts } from '../kit/texts.js';
import { useTexts } from '../texts/use-texts.js';
import { Cautions } from './appointment-cautions.js';
import { bodyOf, faultOf, initialForm, moved, whenOf } from './appointment-form.js';
import { AppointmentState } from './appointment-state.js';
import { appointmentTexts } from './appointment-texts.js';
import { makeKeeper } from './drafts.js';

const CHANGES = { changes: ['task', 'message', 'journey'] } as const;
/** How often it is asked what became of the mails: they are sent within a second or two. */
const READ_AGAIN_MS = 3_000;

interface DialogProps {
  readonly task: TaskView;
  readonly onClose: () => void;
}

/** Makes the appointment of a task, moves it and calls it off, and says what became of its mails. Fetched on demand. */
export function AppointmentDialog({ task, onClose }: DialogProps) {
  const t = useTexts(appointmentTexts);
  const [isCancelling, setIsCancelling] = useState(false);
  const read = useOne<typeof getAppointment>(
    'GET /v1/tasks/:id/appointment',
    { params: { id: task.id } },
    { kinds: ['task', 'message'], everyMs: READ_AGAIN_MS },
  );
  // The form begins with what is so now, not with what was read before the last change.
  const [isRead, setIsRead] = useState(false);
  if (!isRead && read.data !== undefined && !read.isFetching) setIsRead(true);
  if (read.data === undefined || !isRead)
    return (
      <Dialog title={t.title} isOpen onClose={onClose}>
        {read.data === undefined ? <Loaded of={read}>{() => null}</Loaded> : <Loading lines={5} />}
      </Dialog>
    );
  const { appointment, zone } = read.data;
  if (isCancelling) return <CancelDialog task={task} onClose={onClose} />;
  return (
    <Arrange task={task} latest={appointment} zone={zone} onClose={onClose} onCancelIt={() => setIsCancelling(true)} />
  );
}

interface ArrangeProps extends DialogProps {
  /** Standing or cancelled; null: there never was one. */
  readonly latest: AppointmentView | null;
  readonly zone: string;
  readonly onCancelIt: () => void;
}

function Arrange({ task, latest, zone, onClose, onCancelIt }: ArrangeProps) {
  const t = useTexts(appointmentTexts);
  const kit = useTexts(kitTexts);
  const standing = latest?.state === 'standing' ? latest : null;
  const canInvite = task.contactId !== null && task.journeyId !== null;
  const [form, setForm] = useState(() => initialForm(standing, zone, canInvite));
  const set = (change: Partial<typeof form>) => setForm((old) => ({ ...old, ...change }));
  const act = useAct<typeof makeAppointment>('POST /v1/tasks/:id/appointment', CHANGES);
  // Another time after a refusal is another act.
  const [keyOf] = useState(() => makeKeeper());
  const fault = faultOf(form);
  const body = bodyOf(form, standing?.title ?? null);
  const time = { type: 'datetime-local', isRequired: true } as const;
  return (
    <ActDialog
      title={t.title}
      effect={standing === null ? t.makeEffect : t.changeEffect}
      confirm={standing === null ? t.make : t.change}
      done={standing === null ? t.made : t.changed}
      reason="none"
      missing={fault === null ? null : t[fault]}
      onClose={onClose}
      run={() => act.run({ params: { id: task.id }, body }, keyOf(body))}
    >
      {latest !== null && <AppointmentState appointment={latest} />}
      {standing !== null && (
        <div>
          <Button onPress={onCancelIt}>{t.cancel}</Button>
        </div>
      )}
      <TextField
        {...time}
        label={t.begins}
        value={form.begins}
        onChange={(begins) => setForm((old) => moved(old, begins, task.kind))}
      />
      <TextField {...time} label={t.ends} value={form.ends} onChange={(ends) => set({ ends })} />
      <TextField
        label={t.zone}
        help={t.zoneHelp}
        value={form.zone}
        onChange={(changed) => set({ zone: changed })}
        maxLength={64}
        isRequired
        error={fault === 'zoneFault' ? t.zoneFault : undefined}
      />
      {fault === null && <Cautions taskId={task.id} when={whenOf(form)} />}
      <TextField
        label={kit.optional(t.place)}
        value={form.place}
        onChange={(place) => set({ place })}
        maxLength={200}
      />
      {canInvite ? (
        <Checkbox isSelected={form.invites} onChange={(invites) => set({ invites })}>
          {t.invites}
        </Checkbox>
      ) : (
        <p className="ft-soft">{t.nobodyToInvite}</p>
      )}
      {form.invites && (
        <TextField
          label={kit.optional(t.words)}
          help={t.wordsHelp}
          value={form.words}
          onChange={(words) => set({ words })}
          lines={3}
          maxLength={2_000}
        />
      )}
    </ActDialog>
  );
}

function CancelDialog({ task, onClose }: DialogProps) {
  const t = useTexts(appointmentTexts);
  const act = useAct<typeof cancelAppointment>('DELETE /v1/tasks/:id/appointment', CHANGES);
  return (
    <ActDialog
      title={t.cancel}
      effect={t.cancelEffect}
      confirm={t.cancel}
      done={t.cancelDone}
      danger
      reason="none"
      onClose={onClose}
      run={(_, key) => act.run({ params: { id: task.id } }, key)}
    />
  );
}
