import type { TaskContextView } from '../../api/contracts/tasks.js';
import { useTexts } from '../texts/use-texts.js';
import { Fact } from './fact.js';
import { LastAnswer, LastOrder, LastReply, OpenCases } from './lately.js';
import { latelyTexts } from './lately-texts.js';

/** Before a visit it is said that there is nothing, too; elsewhere only what there is. */
export function LatelyFacts({
  lately,
  isVisit,
}: {
  readonly lately: TaskContextView['lately'];
  readonly isVisit: boolean;
}) {
  const t = useTexts(latelyTexts);
  const { lastOrder, openCases, lastAnswer, lastReply } = lately;
  return (
    <>
      {(isVisit || lastOrder !== null) && (
        <Fact name={t.lastOrder}>
          <LastOrder order={lastOrder} />
        </Fact>
      )}
      {(isVisit || openCases.count > 0) && (
        <Fact name={t.openCases}>
          <OpenCases open={openCases} />
        </Fact>
      )}
      {(isVisit || lastAnswer !== null) && (
        <Fact name={t.lastSurvey}>
          <LastAnswer answer={lastAnswer} />
        </Fact>
      )}
      {(isVisit || lastReply !== null) && (
        <Fact name={t.lastReply}>
          <LastReply reply={lastReply} />
        </Fact>
      )}
    </>
  );
}
