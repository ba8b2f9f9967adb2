import type { JourneyDetailView, journeyStory, Upcoming } from '../../api/contracts/journeys.js';
import { useOne } from '../api/hooks.js';
import { attentionWords, JourneyState } from '../journeys/journey-state.js';
import { stateTexts } from '../journeys/state-texts.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { Acts, type ActsProps } from './acts.js';
import { journeyTexts } from './texts.js';
import { nextWords } from './upcoming.js';

/** Who, in what, where and how it stands, and what the person may do about it. */
export function Head(props: ActsProps & { readonly next: readonly Upcoming[] | undefined }) {
  const t = useTexts(journeyTexts);
  const { language } = useLanguage();
  const words = useWords();
  const { journey } = props;
  const { contact, definitionId, definitionName, definitionVersion, stage, stageName, stageSince, ownerId } = journey;
  return (
    <>
      <PageHeader
        title={contact.name}
        above={<Link href="/journeys">{t.all}</Link>}
        below={
          <>
            {contact.company !== null && <>{contact.company} · </>}
            <Link href={`/definitions/${definitionId}?version=${definitionVersion}`}>
              {localise(language, definitionName, definitionId)}, {t.version(definitionVersion)}
            </Link>
          </>
        }
        acts={<Acts {...props} />}
      />
      <dl className="journey-standing">
        <div>
          <dt>{t.stage}</dt>
          <dd>
            {stage === null ? t.notBegun : localise(language, stageName, words.stage(stage))}
            {stageSince !== null && (
              <span className="ft-soft">
                {' '}
                {t.since} <Instant at={stageSince} zone={journey.timezone} relative="beside" />
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t.state}</dt>
          <dd>
            <JourneyState journey={journey} />
          </dd>
        </div>
        <div>
          <dt>{t.owner}</dt>
          <dd>
            <Person id={ownerId} />
          </dd>
        </div>
        {journey.phase === 'active' && journey.nextAt !== null && (
          <div>
            <dt>{t.nextFor}</dt>
            <dd>
              <Instant at={journey.nextAt} zone={journey.timezone} style="full" relative="beside" />
              {props.next !== undefined && (
                <span className="ft-soft"> · {nextWords(t, journey.nextAt, props.next, journey.slas)}</span>
              )}
            </dd>
          </div>
        )}
      </dl>
      <Standstill journey={journey} />
    </>
  );
}

/** Why it does not move, where it does not. */
function Standstill({ journey }: { readonly journey: JourneyDetailView }) {
  const t = useTexts(journeyTexts);
  const states = useTexts(stateTexts);
  const { phase, attention, late } = journey;
  if (phase === 'paused') return <PausedBy journey={journey} />;
  if (attention !== null) {
    return (
      <Notice tone="bad">
        <p>{attentionWords(states, attention)}</p>
        {phase === 'held' && <p>{t.heldHelp}</p>}
      </Notice>
    );
  }
  if (phase === 'active' && late) return <Notice tone="warn">{states.lateHelp}</Notice>;
  return null;
}

/** Little is written while a journey is paused: the pause is among the newest lines. */
const NEWEST = 50;

function PausedBy({ journey }: { readonly journey: JourneyDetailView }) {
  const t = useTexts(journeyTexts);
  const { data } = useOne<typeof journeyStory>('GET /v1/journeys/:id/story', {
    params: { id: journey.id },
    query: { order: 'desc', limit: NEWEST },
  });
  const pause = data?.data.find(({ action }) => action === 'pause');
  return (
    <Notice tone="warn">
      {pause?.person != null && (
        <p>
          {t.pausedBy} <strong>{pause.person.name ?? pause.person.id}</strong> ·{' '}
          <Instant at={pause.at} zone={journey.timezone} relative="beside" /> · <q>{pause.person.reason}</q>
        </p>
      )}
      <p>{t.pausedHelp}</p>
    </Notice>
  );
}
