import { useState } from 'react';
import type {
  exitJourney,
  JourneyAct,
  moveJourney,
  pauseJourney,
  reachJourneyGoal,
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
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
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
    case 'move':
      return <Move {...props} />;
    case 'goal':
      return <Goal {...props} />;
    case 'skip':
    case 'reschedule':
    case 'send-now':
      // Of one wait: wait-dialogs.tsx.
      return null;
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

function Move({ journey, openTasks, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const { language } = useLanguage();
  const words = useWords();
  const act = useAct<typeof moveJourney>('POST /v1/journeys/:id/move', CHANGES);
  const [stage, setStage] = useState<string | null>(null);
  const options = journey.stages
    .filter(({ id }) => id !== journey.stage)
    .map(({ id, name }) => ({ id, label: localise(language, name, words.stage(id)) }));
  const lines = [t.moveEffect, t.moveTasks(openTasks), ...(journey.phase === 'paused' ? [t.movePaused] : [])];
  return (
    <ActDialog
      title={t.moveTitle(journey.contact.name)}
      effect={<Effect lines={lines} />}
      confirm={t.move}
      done={t.moved}
      missing={stage === null ? t.moveMissing : null}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason, stage: stage ?? '' } }, key)}
    >
      <Select label={t.moveTo} options={options} value={stage} onChange={setStage} isRequired />
    </ActDialog>
  );
}

function Goal({ journey, openTasks, onClose }: AskedProps) {
  const t = useTexts(actTexts);
  const act = useAct<typeof reachJourneyGoal>('POST /v1/journeys/:id/goal', CHANGES);
  return (
    <ActDialog
      title={t.goalTitle(journey.contact.name)}
      effect={<Effect lines={[t.goalEffect, t.exitTasks(openTasks)]} />}
      confirm={t.goal}
      done={t.goalDone}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id: journey.id }, body: { reason } }, key)}
    />
  );
}

export const Effect = ({ lines }: { readonly lines: readonly string[] }) => (
  <div className="ft-stack">
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
  </div>
);
