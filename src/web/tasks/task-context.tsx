import { lazy, Suspense } from 'react';
import type { TaskContextView, TaskView } from '../../api/contracts/tasks.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Loading } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { Fact } from './fact.js';
import { LocalTime } from './local-time.js';
import { tasksTexts } from './texts.js';

const LatelyFacts = lazy(() => import('./lately-facts.js').then((facts) => ({ default: facts.LatelyFacts })));

const hasAny = ({ lastOrder, openCases, lastAnswer, lastReply }: TaskContextView['lately']): boolean =>
  openCases.count > 0 || [lastOrder, lastAnswer, lastReply].some((last) => last !== null);

/** What somebody should have before them to do the task. */
export function TaskContext({
  task,
  context,
  error,
}: {
  readonly task: TaskView;
  readonly context: TaskContextView | undefined;
  readonly error: unknown;
}) {
  const t = useTexts(tasksTexts);
  if (context === undefined)
    return error == null ? <Loading lines={5} /> : <Notice tone="warn">{t.contextFailed}</Notice>;
  return (
    <dl className="tasks-facts">
      <ContactFacts contact={context.contact} />
      <JourneyFacts journey={context.journey} deal={context.deal} />
      <LastFacts context={context} />
      {(task.kind === 'visit' || hasAny(context.lately)) && (
        <Suspense>
          <LatelyFacts lately={context.lately} isVisit={task.kind === 'visit'} />
        </Suspense>
      )}
      <Fact name={t.why}>
        <Why task={task} journey={context.journey} />
      </Fact>
    </dl>
  );
}

function ContactFacts({ contact }: { readonly contact: TaskContextView['contact'] }) {
  const t = useTexts(tasksTexts);
  if (contact === null) return null;
  return (
    <>
      <Fact name={t.contact}>
        <Link href={`/contacts/${contact.id}`}>{contact.name}</Link>
        {contact.title !== null && <span className="ft-soft"> · {contact.title}</span>}
      </Fact>
      {contact.company !== null && <Fact name={t.company}>{contact.company}</Fact>}
      <Fact name={t.phone}>
        {contact.phone === null ? (
          <span className="ft-soft">{t.noPhone}</span>
        ) : (
          <a className="ft-link-text" href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`}>
            {contact.phone}
          </a>
        )}
      </Fact>
      <Fact name={t.localTime}>
        <LocalTime zone={contact.timezone} />
      </Fact>
      <Fact name={t.email}>
        {contact.email === null ? (
          <span className="ft-soft">{t.noEmail}</span>
        ) : (
          <a className="ft-link-text" href={`mailto:${encodeURIComponent(contact.email).replace('%40', '@')}`}>
            {contact.email}
          </a>
        )}
      </Fact>
    </>
  );
}

function JourneyFacts({ journey, deal }: Pick<TaskContextView, 'journey' | 'deal'>) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const formats = useFormats();
  const { language } = useLanguage();
  return (
    <>
      {journey !== null && (
        <Fact name={t.journey}>
          <Link href={`/journeys/${journey.id}`}>
            {localise(language, journey.definitionName, words.stage(journey.definitionId))}
          </Link>
          {journey.phase !== 'active' && <span className="ft-soft"> · {words.phase(journey.phase)}</span>}
        </Fact>
      )}
      {journey?.stage != null && (
        <Fact name={t.stage}>
          {localise(language, journey.stageName, words.stage(journey.stage))}
          {journey.stageSince !== null && (
            <span className="ft-soft">
              {' · '}
              {t.since} <Instant at={journey.stageSince} relative="beside" />
            </span>
          )}
        </Fact>
      )}
      <Fact name={t.deal}>
        {deal === null ? (
          <span className="ft-soft">{t.noDeal}</span>
        ) : (
          <>
            {deal.name}
            {deal.amount !== null && <> · {formats.money(deal.amount, deal.currency)}</>}
            <span className="ft-soft">
              {' · '}
              {deal.stage === null ? words.dealStatus(deal.status) : words.stage(deal.stage)}
            </span>
          </>
        )}
      </Fact>
    </>
  );
}

function LastFacts({ context }: { readonly context: TaskContextView }) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const { lastMessage, lastEvent, lastCall } = context;
  return (
    <>
      <Fact name={t.lastMessage}>
        {lastMessage === null ? (
          <span className="ft-soft">{t.noMessage}</span>
        ) : (
          <>
            <Link href={`/messages/${lastMessage.id}`}>{lastMessage.subject ?? t.noSubject}</Link>
            <span className="ft-soft">
              {' · '}
              {words.messageState(lastMessage.state)} <Instant at={lastMessage.at} relative="only" />
            </span>
            {lastMessage.repliedAt !== null && (
              <>
                {' '}
                <Status tone="good">{t.replied}</Status>
              </>
            )}
          </>
        )}
      </Fact>
      {lastCall !== null && (
        <Fact name={t.lastCall}>
          {[
            lastCall.direction === 'inbound' ? t.inbound : t.outbound,
            lastCall.outcome === null ? null : words.outcome(lastCall.outcome),
            lastCall.subject,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
          <span className="ft-soft">
            {' · '}
            <Instant at={lastCall.at} relative="only" />
          </span>
        </Fact>
      )}
      {lastEvent !== null && (
        <Fact name={t.lastEvent}>
          {words.event(lastEvent.type)}
          <span className="ft-soft">
            {' · '}
            <Instant at={lastEvent.at} relative="only" />
          </span>
        </Fact>
      )}
    </>
  );
}

function Why({ task, journey }: { readonly task: TaskView; readonly journey: TaskContextView['journey'] }) {
  const t = useTexts(tasksTexts);
  const { language } = useLanguage();
  const words = useWords();
  const name = journey === null ? null : localise(language, journey.definitionName, words.stage(journey.definitionId));
  // Of a withdrawn task, the reason is why it was withdrawn.
  const reason = task.status === 'open' && task.reason !== null ? ` ${t.whyReason(task.reason)}` : '';
  return (
    <>
      {whyOf(task.origin, name, t)}
      {reason}
    </>
  );
}

function whyOf(origin: string, journey: string | null, t: (typeof tasksTexts)['en']): string {
  if (origin === 'sla') return t.whySla;
  if (origin === 'import') return t.whyImport;
  if (origin === 'person') return t.whyPerson;
  if (origin === 'survey') return t.whySurvey;
  return journey === null ? t.whyJourneyUnknown : t.whyJourney(journey);
}
