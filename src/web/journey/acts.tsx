import { lazy, Suspense, useState } from 'react';
import type { JourneyAct, JourneyDetailView } from '../../api/contracts/journeys.js';
import { Button } from '../kit/button.js';
import { useTexts } from '../texts/use-texts.js';
import { actTexts } from './act-texts.js';

export interface ActsProps {
  readonly journey: JourneyDetailView;
  /** How many open tasks would be withdrawn. */
  readonly openTasks: number;
  /** A message is in doubt: to try again is to send it again. */
  readonly inDoubt: boolean;
}

/** Fetched when somebody acts: most who open a story read. */
const AskedDialog = lazy(() => import('./act-dialogs.js').then((dialogs) => ({ default: dialogs.AskedDialog })));

const LOOKS = { pause: 'plain', resume: 'main', exit: 'plain', retry: 'main', reassign: 'plain' } as const;

/** What the person may do to this journey: a button each, and the dialog that asks. */
export function Acts(props: ActsProps) {
  const t = useTexts(actTexts);
  const [asked, setAsked] = useState<JourneyAct | null>(null);
  const { journey, inDoubt } = props;
  const close = () => setAsked(null);
  return (
    <>
      {journey.may.map((act) => (
        <Button key={act} look={LOOKS[act]} onPress={() => setAsked(act)}>
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
