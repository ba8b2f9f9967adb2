import type { JourneyDetailView, JourneySla, Upcoming } from '../../api/contracts/journeys.js';
import { useNow } from '../app/world.js';
import { Code } from '../kit/code.js';
import { Instant } from '../kit/instant.js';
import { useTexts } from '../texts/use-texts.js';
import { journeyTexts } from './texts.js';
import { WaitActs } from './wait-acts.js';

type Words = (typeof journeyTexts)['en'];

/** What a wait is, in words that follow its instant. */
export function waitWords(t: Words, { waitsFor, at }: Pick<Upcoming, 'waitsFor' | 'at'>, now: number | null): string {
  switch (waitsFor) {
    case 'timer':
      return t.timer;
    case 'event':
      return at === null ? t.eventOpen : t.event;
    case 'task':
      if (at === null) return t.taskOpen;
      return now !== null && Date.parse(at) < now ? t.taskWas : t.task;
    case 'desk':
      return t.desk;
    case 'message':
      return at === null ? t.messageNow : t.message;
    case 'uncertain':
      return at === null ? t.uncertain : t.uncertainLook;
    case 'repeat':
      return t.repeat;
    default:
      return t.otherWait(waitsFor);
  }
}

/** What happens at the instant at which time moves a journey on: an end of a wait, a time limit, or what a task has set. */
export function nextWords(
  t: Words,
  nextAt: string,
  next: readonly Upcoming[],
  slas: readonly Pick<JourneySla, 'breaksAt' | 'broken'>[],
): string {
  const wait = next.find(({ at, waitsFor }) => at === nextAt && waitsFor !== 'task');
  if (wait !== undefined) return waitWords(t, wait, null);
  return slas.some(({ breaksAt, broken }) => !broken && breaksAt === nextAt) ? t.atSla : t.atTask;
}

/** What is next: for each wait its exact time in the journey's zone, and what happens then. */
export function UpcomingList({
  journey,
  next,
}: {
  readonly journey: JourneyDetailView;
  readonly next: readonly Upcoming[];
}) {
  const t = useTexts(journeyTexts);
  const { phase } = journey;
  if (phase === 'ended') return <p>{t.nothingOver}</p>;
  if (phase === 'starting') return <p>{t.startsSoon}</p>;
  if (phase === 'active' && next.length === 0) return <p>{t.nothingEvent}</p>;
  return (
    <>
      {phase === 'paused' && <p className="ft-soft">{next.length === 0 ? t.pausedHelp : t.whenResumed}</p>}
      {phase === 'held' && <p className="ft-soft">{next.length === 0 ? t.heldHelp : t.whenRetried}</p>}
      <ul className="journey-next">
        {next.map((each) => (
          <li key={`${each.track} ${each.step} ${each.waitsFor}`}>
            <One upcoming={each} zone={journey.timezone} />
            <WaitActs journey={journey} upcoming={each} />
          </li>
        ))}
      </ul>
    </>
  );
}

function One({ upcoming, zone }: { readonly upcoming: Upcoming; readonly zone: string }) {
  const t = useTexts(journeyTexts);
  const now = useNow();
  const { at, step, track } = upcoming;
  return (
    <>
      {at !== null && (
        <p className="journey-next-at">
          <Instant at={at} zone={zone} style="full" relative="beside" />
        </p>
      )}
      <p>
        {waitWords(t, upcoming, now)}
        {step !== null && !step.includes('.') && (
          <span className="ft-soft ft-small">
            {' '}
            ({t.step} <Code>{step}</Code>)
          </span>
        )}
        {track !== 'main' && <span className="ft-soft ft-small"> · {t.track}</span>}
      </p>
    </>
  );
}
