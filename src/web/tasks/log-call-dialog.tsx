import { useState } from 'react';
import type { logCall } from '../../api/contracts/calls.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { tasksTexts } from './texts.js';

const OUTCOMES = ['reached', 'no-answer', 'wrong-number', 'later'] as const;
const MOST_MINUTES = 1_440;

/** Keeps a call with the contact. */
export function LogCallDialog({
  contactId,
  dealId,
  onClose,
}: {
  readonly contactId: string;
  readonly dealId: string | null;
  readonly onClose: () => void;
}) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const act = useAct<typeof logCall>('POST /v1/calls', { changes: ['contact', 'task', 'journey'] });
  const [direction, setDirection] = useState<'outbound' | 'inbound'>('outbound');
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('reached');
  const [minutes, setMinutes] = useState('');
  const [note, setNote] = useState('');
  const isFaulty = !/^\d{0,4}$/.test(minutes.trim()) || Number(minutes) > MOST_MINUTES;
  return (
    <ActDialog
      title={t.logCall}
      effect={t.logCallEffect}
      confirm={t.logCall}
      done={t.callLogged}
      reason="none"
      missing={isFaulty ? t.minutesFault : null}
      onClose={onClose}
      run={(_, key) =>
        act.run(
          {
            body: {
              contactId,
              direction,
              outcome,
              ...(dealId === null ? {} : { dealId }),
              ...(note.trim() === '' ? {} : { note: note.trim() }),
              ...(minutes.trim() === '' ? {} : { durationSeconds: Number(minutes) * 60 }),
            },
          },
          key,
        )
      }
    >
      <Select
        label={t.direction}
        options={[
          { id: 'outbound', label: t.outbound },
          { id: 'inbound', label: t.inbound },
        ]}
        value={direction}
        onChange={setDirection}
      />
      <Select
        label={t.callOutcome}
        options={OUTCOMES.map((id) => ({ id, label: words.outcome(id) }))}
        value={outcome}
        onChange={setOutcome}
      />
      <TextField label={t.minutes} value={minutes} onChange={setMinutes} inputMode="numeric" maxLength={4} />
      <TextField label={t.callNote} value={note} onChange={setNote} lines={3} maxLength={2_000} />
    </ActDialog>
  );
}
