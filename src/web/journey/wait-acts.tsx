import { lazy, Suspense, useState } from 'react';
import type { JourneyDetailView, Upcoming } from '../../api/contracts/journeys.js';
import { Button } from '../kit/button.js';
import { useTexts } from '../texts/use-texts.js';
import { actLabels } from './act-labels.js';
import { type WaitAct, waitActs } from './which-waits.js';

const WaitDialog = lazy(() => import('./wait-dialogs.js').then((dialogs) => ({ default: dialogs.WaitDialog })));

/** What the person may do to one of the waits: buttons beside it, so that it is clear which is meant. */
export function WaitActs({ journey, upcoming }: { readonly journey: JourneyDetailView; readonly upcoming: Upcoming }) {
  const t = useTexts(actLabels);
  const [asked, setAsked] = useState<WaitAct | null>(null);
  const acts = waitActs(upcoming, journey.may);
  if (acts.length === 0) return null;
  return (
    <div className="ft-line journey-wait-acts">
      {acts.map((act) => (
        <Button key={act} onPress={() => setAsked(act)}>
          {t[act]}
        </Button>
      ))}
      {asked !== null && (
        <Suspense>
          <WaitDialog act={asked} journey={journey} upcoming={upcoming} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </div>
  );
}
