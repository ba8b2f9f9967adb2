import type { listDefinitions } from '../../api/contracts/definitions.js';
import type { listMessages } from '../../api/contracts/messages.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Loaded } from '../kit/states.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Item } from './item.js';
import type { ExtraId } from './parts.js';
import { freshReplies } from './replies.js';
import { homeTexts } from './texts.js';

const NEWEST = 5;

/** A part that informs. `at` is business time as the overview told it. */
export const Extra = ({ id, at }: { readonly id: ExtraId; readonly at: string }) =>
  id === 'replies' ? <Replies at={at} /> : <LatestDefinitions />;

function Replies({ at }: { readonly at: string }) {
  const t = useTexts(homeTexts);
  const messages = useOne<typeof listMessages>('GET /v1/messages', { query: { limit: 200, state: 'accepted' } });
  return (
    <Card title={t.replies} aside={<Link href="/messages">{t.seeMessages}</Link>}>
      <p className="home-help ft-soft ft-small">{t.repliesHelp}</p>
      <Loaded of={messages} lines={3}>
        {({ data }) => {
          const replies = freshReplies(data, Date.parse(at));
          if (replies.length === 0) return <p>{t.repliesNone}</p>;
          return (
            <ul className="home-list">
              {replies.map((message) => (
                <Item
                  key={message.id}
                  href={`/journeys/${message.journeyId}`}
                  title={message.contactName}
                  facts={[message.subject ?? t.noSubject]}
                  end={<Instant at={message.repliedAt} relative="only" />}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

function LatestDefinitions() {
  const t = useTexts(homeTexts);
  const { language } = useLanguage();
  const definitions = useOne<typeof listDefinitions>('GET /v1/definitions', { query: { limit: 200 } });
  return (
    <Card title={t.definitions} aside={<Link href="/definitions">{t.seeDefinitions}</Link>}>
      <p className="home-help ft-soft ft-small">{t.definitionsHelp}</p>
      <Loaded of={definitions} lines={3}>
        {({ data }) => {
          if (data.length === 0) return <p>{t.definitionsNone}</p>;
          const latest = data
            .toSorted((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt))
            .slice(0, NEWEST);
          return (
            <ul className="home-list">
              {latest.map(({ id, name, current, openJourneys, publishedAt }) => (
                <Item
                  key={id}
                  href={`/definitions/${encodeURIComponent(id)}`}
                  title={localise(language, name, id)}
                  facts={[t.version(current), t.open(openJourneys)]}
                  end={<Instant at={publishedAt} relative="only" />}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
