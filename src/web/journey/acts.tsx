import { lazy, Suspense, useState } from 'react';
import type { JourneyAct, JourneyDetailView } from '../../api/contracts/journeys.js';
import { Button } from '../kit/button.js';
import { useTexts } from '../texts/use-texts.js';
import { actLabels } from './act-labels.js';

export interface ActsProps {
  readonly journey: JourneyDetailView;
  /** How many open tasks would be withdrawn. */
  readonly openTasks: number;
  /** A message is in doubt: to try again is to send it again. */
  readonly inDoubt: boolean;
}

/** Fetched when somebody acts: most who open a story read. */
const AskedDialog = lazy(() => import('./act-dialogs.js').then((dialogs) => ({ default: dialogs.AskedDialog })));

/** Those of one wait are beside it (wait-acts.tsx). */
const OF_WAITS: ReadonlySet<JourneyAct> = new Set(['skip', 'reschedule', 'send-now']);
const lookOf = (act: JourneyAct) => (act === 'resume' || act === 'retry' ? 'main' : 'plain');

/** What the person may do to this journey: a button each, and the dialog that asks. */
export function Acts(props: ActsProps) {
  const t = useTexts(actLabels);
  const [asked, setAsked] = useState<JourneyAct | null>(null);
  const { journey, inDoubt } = props;
  const close = () => setAsked(null);
  return (
    <>
      {journey.may
        .filter((act) => !OF_WAITS.has(act))
        .map((act) => (
          <Button key={act} look={lookOf(act)} onPress={() => setAsked(act)}>
            {act === 'retry' && inDoubt ? t.sendAgain : t[act]}
          </Button>
        ))}
      {asked !== null && (
        <Suspense>
          <AskedDialog act={asked} {...props} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
