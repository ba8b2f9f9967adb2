import { useParams } from 'wouter';
import type { getJourney, JourneyDetailView, journeyStory } from '../../api/contracts/journeys.js';
import type { listTasks } from '../../api/contracts/tasks.js';
import { useList, useOne } from '../api/hooks.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { Head } from './head.js';
import { Received } from './received.js';
import { Side } from './side.js';
import { SHAPE, Story } from './story.js';
import { journeyTexts } from './texts.js';
import './journey.css';

const LINES = 100;
const MOST_TASKS = 200;

/** One journey's story. */
export function Page() {
  const t = useTexts(journeyTexts);
  const { id = '' } = useParams<{ id: string }>();
  const journey = useOne<typeof getJourney>(
    'GET /v1/journeys/:id',
    { params: { id } },
    { kinds: ['journey', 'contact'] },
  );
  return (
    <>
      {journey.data === undefined && <PageHeader title={t.title} />}
      <Loaded of={journey} lines={8}>
        {(found) => <Found key={found.id} journey={found} />}
      </Loaded>
    </>
  );
}

function Found({ journey }: { readonly journey: JourneyDetailView }) {
  const address = useAddress(SHAPE);
  const { order } = address.values;
  const story = useList<typeof journeyStory>(
    'GET /v1/journeys/:id/story',
    { params: { id: journey.id }, query: { order, limit: LINES } },
    { keepOld: true },
  );
  const tasks = useList<typeof listTasks>('GET /v1/tasks', { query: { journey: journey.id, limit: MOST_TASKS } });
  const next = story.first?.next;
  const openTasks = tasks.rows.filter(({ status }) => status === 'open').length;
  return (
    <>
      <Head
        journey={journey}
        next={next}
        openTasks={openTasks}
        inDoubt={next?.some(({ waitsFor }) => waitsFor === 'uncertain') ?? false}
      />
      <div className="journey-parts">
        <Side journey={journey} next={next} tasks={tasks.rows} />
        <div className="ft-stack">
          <Received journeyId={journey.id} />
          <Story journey={journey} list={story} tasks={tasks.rows} address={address} />
        </div>
      </div>
    </>
  );
}
