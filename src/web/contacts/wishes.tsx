import type { contactWishes, WishesView } from '../../api/contracts/wishes.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Loaded } from '../kit/states.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { contactsTexts } from './texts.js';

/** What a contact has agreed to and refused, with source, time and words. */
export function Wishes({ contactId }: { readonly contactId: string }) {
  const t = useTexts(contactsTexts);
  const wishes = useOne<typeof contactWishes>('GET /v1/contacts/:id/wishes', { params: { id: contactId } });
  return (
    <Card title={t.wishes}>
      <Loaded of={wishes}>{(view) => <List lines={linesOf(view, t)} />}</Loaded>
    </Card>
  );
}

interface Line {
  readonly key: string;
  readonly tone: Tone;
  readonly what: string;
  readonly source: string;
  readonly text: string | null;
  readonly at: string;
}

function linesOf({ suppressed, optOuts, consents }: WishesView, t: (typeof contactsTexts)['en']): Line[] {
  const topicOf = (topic: string) => (topic === '*' ? t.allTopics : topic);
  return [
    ...(suppressed === null
      ? []
      : [
          { key: 'suppressed', tone: 'bad' as const, what: blockedBy(suppressed.reason, t), text: null, ...suppressed },
        ]),
    ...optOuts.map(({ topic, ...rest }) => ({
      ...{ key: `refused ${topic}`, tone: 'warn' as const, what: t.refused(topicOf(topic)), text: null },
      ...rest,
    })),
    ...consents.map(({ id, topic, granted, ...rest }) => ({
      ...{ key: id, tone: granted ? ('good' as const) : ('neutral' as const) },
      what: granted ? t.agreed(topicOf(topic)) : t.tookBack(topicOf(topic)),
      ...rest,
    })),
  ];
}

/** Who was erased refuses advertising alone; every other reason holds everything back. */
const blockedBy = (reason: string, t: (typeof contactsTexts)['en']): string =>
  reason === 'erased' ? t.advertisingBlocked : t.addressBlocked;

function List({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTexts(contactsTexts);
  if (lines.length === 0) return <p className="ft-soft">{t.noWishes}</p>;
  return (
    <ul className="contacts-wishes">
      {lines.map(({ key, tone, what, source, text, at }) => (
        <li key={key}>
          <Status tone={tone}>{what}</Status>
          {text !== null && <q>{text}</q>}
          <span className="ft-soft ft-small">
            {t.wishSource(source)} · <Instant at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
