import { parseDateTime, toZoned } from '@internationalized/date';
import { useState } from 'react';
import type {
  JourneyDetailView,
  rescheduleJourney,
  sendJourneyNow,
  skipJourney,
  Upcoming,
} from '../../api/contracts/journeys.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { DateField } from '../kit/date-field.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { Effect } from './act-dialogs.js';
import { actTexts } from './act-texts.js';
import { journeyTexts } from './texts.js';
import { waitWords } from './upcoming.js';
import type { WaitAct } from './which-waits.js';

interface WaitProps {
  readonly journey: JourneyDetailView;
  readonly upcoming: Upcoming;
  readonly onClose: () => void;
}

/** Asks a reason for an act on one wait, says its effect, and does it. */
export function WaitDialog({ act, ...props }: WaitProps & { readonly act: WaitAct }) {
  switch (act) {
    case 'skip':
      return <Skip {...props} />;
    case 'reschedule':
      return <Reschedule {...props} />;
    case 'send-now':
      return <SendNow {...props} />;
  }
}

const CHANGES = { changes: ['journey', 'task', 'message'] } as const;

/** Which wait it is, in the words of the list. */
function useWhich({ upcoming }: WaitProps): string {
  const t = useTexts(actTexts);
  const words = useTexts(journeyTexts);
  return t.ofWait(waitWords(words, upcoming, null));
}

const stepOf = ({ step }: Upcoming) => (step === null ? {} : { step });

function Skip(props: WaitProps) {
  const { journey, upcoming, onClose } = props;
  const t = useTexts(actTexts);
  const which = useWhich(props);
  const act = useAct<typeof skipJourney>('POST /v1/journeys/:id/skip', CHANGES);
  const effects: Readonly<Record<string, string>> = {
    task: t.skipTask,
    desk: t.skipTask,
    message: t.skipMessage,
    uncertain: t.skipDoubt,
    repeat: t.skipRepeat,
  };
  const effect = effects[upcoming.waitsFor] ?? t.skipWait;
  return (
    <ActDialog
      title={t.skipTitle}
      effect={<Effect lines={[which, effect, ...(journey.phase === 'paused' ? [t.skipPaused] : [])]} />}
      confirm={t.skip}
      done={t.skipped}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, ...stepOf(upcoming) } }, key)}
    />
  );
}

/** A wall clock's time in a zone; null while it is none. */
function instantAt(day: string | null, time: string, zone: string): string | null {
  if (day === null || !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  return toZoned(parseDateTime(`${day}T${time.padStart(5, '0')}`), zone).toAbsoluteString();
}

function Reschedule(props: WaitProps) {
  const { journey, upcoming, onClose } = props;
  const t = useTexts(actTexts);
  const which = useWhich(props);
  const act = useAct<typeof rescheduleJourney>('POST /v1/journeys/:id/reschedule', CHANGES);
  // As it stands now, on the wall clock of the journey's zone.
  const [day, setDay] = useState<string | null>(upcoming.local?.slice(0, 10) ?? null);
  const [time, setTime] = useState(upcoming.local?.slice(11, 16) ?? '09:00');
  const due = instantAt(day, time.trim(), journey.timezone);
  return (
    <ActDialog
      title={t.rescheduleTitle}
      effect={<Effect lines={[which, t.rescheduleEffect]} />}
      confirm={t.reschedule}
      done={t.rescheduled}
      missing={due === null ? t.dueMissing : null}
      onClose={onClose}
      run={(reason, key) =>
        act.run({ params: { id: journey.id }, body: { reason, due: due ?? '', ...stepOf(upcoming) } }, key)
      }
    >
      <DateField label={t.dueDay} value={day} onChange={setDay} isRequired />
      <TextField label={t.dueTime(journey.timezone)} value={time} onChange={setTime} maxLength={5} isRequired />
    </ActDialog>
  );
}

function SendNow(props: WaitProps) {
  const { journey, upcoming, onClose } = props;
  const t = useTexts(actTexts);
  const which = useWhich(props);
  const act = useAct<typeof sendJourneyNow>('POST /v1/journeys/:id/send-now', CHANGES);
  return (
    <ActDialog
      title={t.sendNowTitle}
      effect={<Effect lines={[which, t.sendNowEffect]} />}
      confirm={t['send-now']}
      done={t.sentNow}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, ...stepOf(upcoming) } }, key)}
    />
  );
}
