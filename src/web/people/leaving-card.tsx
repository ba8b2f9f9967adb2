import type { getLeaving, LeavingView } from '../../api/contracts/leaving.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Notice } from '../kit/notice.js';
import { useTexts } from '../texts/use-texts.js';
import { peopleTexts } from './texts.js';

const EVERY_MS = 2_000;

/** How far a handover is. Of somebody who was made inactive without one, nothing. */
export function LeavingCard({ userId }: { readonly userId: string }) {
  const t = useTexts(peopleTexts);
  const leaving = useOne<typeof getLeaving>(
    'GET /v1/users/:id/leaving',
    { params: { id: userId } },
    { kinds: ['user'], everyMs: EVERY_MS },
  );
  if (leaving.data === undefined) return null;
  return (
    <Card title={t.leaving}>
      <Progress leaving={leaving.data} />
    </Card>
  );
}

function Progress({ leaving: { state, done, total, code } }: { readonly leaving: LeavingView }) {
  const t = useTexts(peopleTexts);
  if (state === 'done') return <p>{t.leavingDone(total)}</p>;
  return (
    <div className="ft-stack">
      <progress className="people-progress" aria-label={t.progress} value={done} max={Math.max(total, 1)} />
      <p role="status">{t.leavingRunning(done, total)}</p>
      {code !== null && <Notice tone="warn">{code === 'handover-failed' ? t.leavingFails : t.leavingWaits}</Notice>}
    </div>
  );
}
