import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { JourneyDetailView, StoryLine } from '../../api/contracts/journeys.js';
import type { listMessages, MessageView } from '../../api/contracts/messages.js';
import type { TaskView } from '../../api/contracts/tasks.js';
import { type List, useList } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useStages } from '../journeys/stages.js';
import { modeField, someField } from '../kit/address.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Checkbox } from '../kit/checkbox.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { kitTexts } from '../kit/texts.js';
import type { Address } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import type { LineSurroundings } from './line-entry.js';
import { KINDS, rowsOf } from './rows.js';
import { journeyTexts } from './texts.js';
import { Timeline } from './timeline.js';

const MailDialog = lazy(() => import('./mail-dialog.js').then((dialog) => ({ default: dialog.MailDialog })));

export const SHAPE = { order: modeField(['desc', 'asc']), show: someField(KINDS, KINDS) };

interface StoryProps {
  readonly journey: JourneyDetailView;
  readonly list: List<StoryLine>;
  readonly tasks: readonly TaskView[];
  readonly address: Address<typeof SHAPE>;
}

/** What happened, line by line, each with its reason. */
export function Story({ journey, list, tasks, address }: StoryProps) {
  const t = useTexts(journeyTexts);
  const { values } = address;
  const [mail, setMail] = useState<MessageView | null>(null);
  const around = useSurroundings(journey, tasks, setMail);
  const rows = useMemo(
    () => rowsOf(list.rows, journey.timezone, values.show),
    [list.rows, journey.timezone, values.show],
  );
  const { hasMore, fetchMore } = list;
  const fetch = useRefetching(fetchMore);
  return (
    <Card title={t.timeline} aside={<Choices address={address} />}>
      <p className="ft-soft ft-small">
        {t.timelineIn('')}
        <span lang="zxx">{journey.timezone}</span>
      </p>
      <Notices list={list} />
      {list.isLoading ? (
        <Loading lines={8} />
      ) : list.rows.length === 0 ? (
        list.error == null ? (
          <Empty title={t.nothingYet}>{t.nothingYetHelp}</Empty>
        ) : (
          <ErrorState error={list.error} onRetry={list.refetch} />
        )
      ) : rows.length === 0 && !hasMore ? (
        <Empty title={t.filtered} acts={<Button onPress={() => address.set({ show: KINDS })}>{t.showAll}</Button>} />
      ) : (
        <Timeline
          rows={rows}
          zone={journey.timezone}
          around={around}
          more={hasMore ? fetch : null}
          label={t.timeline}
        />
      )}
      {list.rows.length > 0 && (
        <p className="ft-soft ft-small" role="status">
          {list.hasMore ? t.linesSoFar(list.rows.length) : t.lines(list.rows.length)}
        </p>
      )}
      {mail !== null && (
        <Suspense fallback={null}>
          <MailDialog message={mail} onClose={() => setMail(null)} />
        </Suspense>
      )}
    </Card>
  );
}

/** `fetchMore` is another function each time; the timeline asks again only when its rows have changed. */
function useRefetching(fetchMore: () => void): () => void {
  const [holder] = useState({ current: fetchMore });
  holder.current = fetchMore;
  return useCallback(() => holder.current(), [holder]);
}

function Choices({ address: { values, set } }: Pick<StoryProps, 'address'>) {
  const t = useTexts(journeyTexts);
  const isNewestFirst = values.order === 'desc';
  return (
    <div className="ft-line">
      <fieldset className="ft-line">
        <legend className="ft-hidden">{t.show}</legend>
        {KINDS.map((kind) => (
          <Checkbox
            key={kind}
            isSelected={values.show.includes(kind)}
            onChange={(on) => set({ show: KINDS.filter((each) => (each === kind ? on : values.show.includes(each))) })}
          >
            {t[kind]}
          </Checkbox>
        ))}
      </fieldset>
      {/* One of two: a list to choose from would be a tenth of all that the page loads at first. */}
      <Button
        look="quiet"
        aria-label={t.order(isNewestFirst ? t.newestFirst : t.oldestFirst)}
        onPress={() => set({ order: isNewestFirst ? 'asc' : 'desc' })}
      >
        {isNewestFirst ? t.newestFirst : t.oldestFirst}
        <span aria-hidden="true">{isNewestFirst ? '↓' : '↑'}</span>
      </Button>
    </div>
  );
}

function Notices({ list }: Pick<StoryProps, 'list'>) {
  const t = useTexts(journeyTexts);
  const kit = useTexts(kitTexts);
  return (
    <>
      {list.error != null && list.rows.length > 0 && (
        <div className="ft-line">
          <ProblemNote error={list.error} />
          <Button onPress={list.refetch}>{kit.tryAgain}</Button>
        </div>
      )}
      {list.isBehind && (
        <div className="ft-line" role="status">
          <span>{t.changesIn}</span>
          <Button onPress={list.refetch}>{t.showChanges}</Button>
        </div>
      )}
    </>
  );
}

/** A journey has few messages beside its lines; past this many, the oldest stand without their mail. */
const MOST_MESSAGES = 1_000;

function useSurroundings(
  journey: JourneyDetailView,
  tasks: readonly TaskView[],
  onOpenMail: (message: MessageView) => void,
): LineSurroundings {
  const messages = useList<typeof listMessages>('GET /v1/messages', { query: { journey: journey.id, limit: 200 } });
  const { hasMore, fetchMore, rows } = messages;
  useEffect(() => {
    if (hasMore && rows.length < MOST_MESSAGES) fetchMore();
  }, [hasMore, rows.length, fetchMore]);
  const stages = useStages(journey.definitionId);
  const words = useWords();
  const people = usePeople();
  const { timezone, enteredBy } = journey;
  const startedBy = enteredBy === 'event' ? null : (people.get(enteredBy)?.name ?? enteredBy);
  return useMemo(
    () => ({
      zone: timezone,
      messages: rows,
      tasks,
      startedBy,
      stageName: (id) => stages.find((stage) => stage.id === id)?.label ?? words.stage(id),
      onOpenMail,
    }),
    [timezone, rows, tasks, startedBy, stages, words, onOpenMail],
  );
}
