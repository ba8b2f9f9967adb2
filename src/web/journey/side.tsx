import { lazy, Suspense, useState } from 'react';
import type { JourneyDetailView, JourneySla, Upcoming } from '../../api/contracts/journeys.js';
import type { TaskView } from '../../api/contracts/tasks.js';
import { useMe } from '../app/session.js';
import { useNow } from '../app/world.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Status } from '../kit/status.js';
import { hasAppointment, mayWork } from '../tasks/whose.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { journeyTexts } from './texts.js';
import { UpcomingList } from './upcoming.js';

const CompleteDialog = lazy(() =>
  import('./complete-dialog.js').then((dialog) => ({ default: dialog.CompleteDialog })),
);

const AppointmentDialog = lazy(() =>
  import('../tasks/appointment-dialog.js').then((dialog) => ({ default: dialog.AppointmentDialog })),
);

/** What stands beside the story: what is next, time limits, open tasks, and the journey's facts. */
export function Side({
  journey,
  next,
  tasks,
}: {
  readonly journey: JourneyDetailView;
  readonly next: readonly Upcoming[] | undefined;
  readonly tasks: readonly TaskView[];
}) {
  const t = useTexts(journeyTexts);
  const open = tasks.filter(({ status }) => status === 'open');
  return (
    <div className="ft-stack">
      <Card title={t.next}>{next !== undefined && <UpcomingList journey={journey} next={next} />}</Card>
      {journey.slas.length > 0 && (
        <Card title={t.sla}>
          <ul className="ft-stack">
            {journey.slas.map((sla) => (
              <li key={sla.breaksAt}>
                <Sla sla={sla} journey={journey} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {open.length > 0 && <OpenTasks tasks={open} zone={journey.timezone} />}
      <Facts journey={journey} />
    </div>
  );
}

const DAY_MS = 86_400_000;

function Sla({ sla, journey }: { readonly sla: JourneySla; readonly journey: JourneyDetailView }) {
  const t = useTexts(journeyTexts);
  const formats = useFormats();
  const now = useNow();
  const left = now === null ? null : Date.parse(sla.breaksAt) - now;
  return (
    <>
      {left !== null && (
        <p>
          <Status tone={left <= 0 ? 'bad' : left < DAY_MS ? 'warn' : 'neutral'}>
            {left <= 0 ? t.slaBroken(formats.duration(left)) : t.slaBreaksIn(formats.duration(left))}
          </Status>
        </p>
      )}
      <p>
        {t.slaLeave} <Instant at={sla.breaksAt} zone={journey.timezone} style="full" />
      </p>
      {journey.phase === 'paused' && <p className="ft-soft ft-small">{t.slaPaused}</p>}
    </>
  );
}

function OpenTasks({ tasks, zone }: { readonly tasks: readonly TaskView[]; readonly zone: string }) {
  const t = useTexts(journeyTexts);
  const words = useWords();
  const me = useMe();
  const [asked, setAsked] = useState<TaskView | null>(null);
  const [appointing, setAppointing] = useState<TaskView | null>(null);
  return (
    <Card title={t.openTasks}>
      <ul className="journey-tasks">
        {tasks.map((task) => (
          <li key={task.id}>
            <p>
              <Link href={`/tasks/${task.id}`}>{task.title}</Link>
            </p>
            <p className="ft-soft ft-small">
              {words.taskKind(task.kind)}
              {task.assigneeName !== null && ` · ${t.forWhom} ${task.assigneeName}`}
            </p>
            <p className="ft-small">
              {task.dueAt === null ? (
                t.noDue
              ) : (
                <>
                  {t.due} <Instant at={task.dueAt} zone={zone} relative="beside" />
                </>
              )}
            </p>
            {mayWork(me.role) && (
              <div className="ft-line">
                <Button onPress={() => setAsked(task)}>{t.complete}</Button>
                {hasAppointment(task.kind) && <Button onPress={() => setAppointing(task)}>{t.appointment}</Button>}
              </div>
            )}
          </li>
        ))}
      </ul>
      {asked !== null && (
        <Suspense>
          <CompleteDialog key={asked.id} task={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
      {appointing !== null && (
        <Suspense>
          <AppointmentDialog key={appointing.id} task={appointing} onClose={() => setAppointing(null)} />
        </Suspense>
      )}
    </Card>
  );
}

function Facts({ journey }: { readonly journey: JourneyDetailView }) {
  const t = useTexts(journeyTexts);
  const words = useWords();
  const { timezone, startedAt, endedAt, goalAt, outcome, n, temporalUrl, contact } = journey;
  return (
    <Card title={t.facts}>
      <dl className="journey-facts">
        <dt>{t.started}</dt>
        <dd>
          <Instant at={startedAt} zone={timezone} style="full" />
        </dd>
        {endedAt !== null && (
          <>
            <dt>{t.ended}</dt>
            <dd>
              <Instant at={endedAt} zone={timezone} style="full" />
            </dd>
          </>
        )}
        {outcome !== null && (
          <>
            <dt>{t.outcome}</dt>
            <dd>{words.outcome(outcome)}</dd>
          </>
        )}
        {goalAt !== null && (
          <>
            <dt>{t.goalReached}</dt>
            <dd>
              <Instant at={goalAt} zone={timezone} style="full" />
            </dd>
          </>
        )}
        <dt>{t.zone}</dt>
        <dd lang="zxx">{timezone}</dd>
        <dt>{t.run}</dt>
        <dd>{t.runOf(n)}</dd>
      </dl>
      <p className="ft-small journey-links">
        <Link href={`/contacts/${contact.id}`}>{t.toContact}</Link>
        {temporalUrl !== null && <Link href={temporalUrl}>{t.temporal}</Link>}
      </p>
    </Card>
  );
}
