import { useState } from 'react';
import type {
  exitJourney,
  JourneyAct,
  pauseJourney,
  reassignJourney,
  resumeJourney,
  retryJourney,
} from '../../api/contracts/journeys.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { mayWork } from '../tasks/whose.js';
import { useTexts } from '../texts/use-texts.js';
import { actTexts } from './act-texts.js';
import type { ActsProps } from './acts.js';

type AskedProps = ActsProps & { readonly onClose: () => void };

/** Asks a reason for an act, says its effect, and does it. */
export function AskedDialog({ act, ...props }: AskedProps & { readonly act: JourneyAct }) {
  switch (act) {
    case 'pause':
      return <Pause {...props} />;
    case 'resume':
      return <Resume {...props} />;
    case 'exit':
      return <Exit {...props} />;
    case 'retry':
      return <Retry {...props} />;
    case 'reassign':
      return <Reassign {...props} />;
  }
}

const CHANGES = { changes: ['journey', 'task', 'message'] } as const;

function Pause({ journey, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const act = useAct<typeof pauseJourney>('POST /v1/journeys/:id/pause', CHANGES);
  return (
    <ActDialog
      title={t.pauseTitle(journey.contact.name)}
      effect={<Effect lines={[t.pauseEffect, t.pauseEvents]} />}
      confirm={t.pause}
      done={t.paused}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason } }, key)}
    />
  );
}

type Missed = 'now' | 'spread' | 'skip';

function Resume({ journey, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const act = useAct<typeof resumeJourney>('POST /v1/journeys/:id/resume', CHANGES);
  const [missed, setMissed] = useState<Missed>('spread');
  const options = [
    { id: 'now', label: t.missedNow },
    { id: 'spread', label: t.missedSpread },
    { id: 'skip', label: t.missedSkip },
  ] as const;
  return (
    <ActDialog
      title={t.resumeTitle(journey.contact.name)}
      effect={<Effect lines={[t.resumeEffect, t.resumeEvents]} />}
      confirm={t.resume}
      done={t.resumed}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, missed } }, key)}
    >
      <Select
        label={t.missed}
        options={options}
        value={missed}
        onChange={(id) => setMissed(options.find((each) => each.id === id)?.id ?? 'spread')}
        isRequired
      />
    </ActDialog>
  );
}

/** As the API takes it: an id of up to 100 characters. */
const isOutcome = (text: string): boolean => /^[^\s\p{Cc}]{1,100}$/u.test(text);

function Exit({ journey, openTasks, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const act = useAct<typeof exitJourney>('POST /v1/journeys/:id/exit', CHANGES);
  const [outcome, setOutcome] = useState('exited');
  const wrong = isOutcome(outcome.trim()) ? null : t.exitOutcomeWrong;
  return (
    <ActDialog
      title={t.exitTitle(journey.contact.name)}
      effect={<Effect lines={[t.exitEffect, t.exitTasks(openTasks)]} />}
      confirm={t.exit}
      done={t.exited}
      danger
      missing={wrong}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, outcome: outcome.trim() } }, key)}
    >
      <TextField
        label={t.exitOutcome}
        help={t.exitOutcomeHelp}
        value={outcome}
        onChange={setOutcome}
        maxLength={100}
        isRequired
      />
    </ActDialog>
  );
}

function Retry({ journey, inDoubt, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const act = useAct<typeof retryJourney>('POST /v1/journeys/:id/retry', CHANGES);
  return (
    <ActDialog
      title={t.retryTitle(journey.contact.name)}
      effect={<Effect lines={[inDoubt ? t.retryDoubt : t.retryHeld]} />}
      confirm={inDoubt ? t.sendAgain : t.retry}
      done={t.retried}
      danger={inDoubt}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason } }, key)}
    />
  );
}

function Reassign({ journey, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const people = usePeople();
  const act = useAct<typeof reassignJourney>('POST /v1/journeys/:id/reassign', {
    changes: ['journey', 'task', 'contact'],
  });
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const options = people.all
    .filter(({ id, active, role }) => active && mayWork(role) && id !== journey.ownerId)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <ActDialog
      title={t.reassignTitle(journey.contact.name)}
      effect={<Effect lines={[t.reassignEffect]} />}
      confirm={t.reassign}
      done={t.reassigned}
      missing={ownerId === null ? t.newOwnerMissing : null}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, ownerId: ownerId ?? '' } }, key)}
    >
      <Select label={t.newOwner} options={options} value={ownerId} onChange={setOwnerId} isRequired />
    </ActDialog>
  );
}

const Effect = ({ lines }: { readonly lines: readonly string[] }) => (
  <div className="ft-stack">
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
  </div>
);
