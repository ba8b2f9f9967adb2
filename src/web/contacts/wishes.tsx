import { lazy, Suspense, useState } from 'react';
import type { contactWishes, WishesView } from '../../api/contracts/wishes.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Loaded } from '../kit/states.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { mayLift } from './address.js';
import type { SuppressionOf } from './lift-dialog.js';
import { causeTexts, liftTexts } from './lift-texts.js';
import { contactsTexts } from './texts.js';

/** Fetched when it is asked for: hardly anybody ever does. */
const LiftDialog = lazy(() => import('./lift-dialog.js').then((dialog) => ({ default: dialog.LiftDialog })));

/** What a contact has agreed to and refused, with source, time and words; and why nothing is sent to an address of theirs. */
export function Wishes({ contactId }: { readonly contactId: string }) {
  const t = useTexts(contactsTexts);
  const lift = useTexts(liftTexts);
  const causes = useTexts(causeTexts);
  const me = useMe();
  const [lifted, setLifted] = useState<SuppressionOf | null>(null);
  const wishes = useOne<typeof contactWishes>('GET /v1/contacts/:id/wishes', { params: { id: contactId } });
  const onLift = mayLift(me.role) ? setLifted : null;
  return (
    <Card title={t.wishes}>
      <Loaded of={wishes}>{(view) => <List lines={linesOf(view, t, { lift, causes })} onLift={onLift} />}</Loaded>
      {lifted !== null && (
        <Suspense>
          <LiftDialog
            contactId={contactId}
            of={lifted}
            what={causeOf(lifted, causes)}
            onClose={() => setLifted(null)}
          />
        </Suspense>
      )}
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
  /** Null: it is none of an address. */
  readonly suppression: SuppressionOf | null;
}

type ContactsTexts = (typeof contactsTexts)['en'];
interface LiftTexts {
  readonly lift: (typeof liftTexts)['en'];
  readonly causes: Causes;
}
type Causes = (typeof causeTexts)['en'];

function linesOf({ suppressions, optOuts, consents }: WishesView, t: ContactsTexts, why: LiftTexts): Line[] {
  const topicOf = (topic: string) => (topic === '*' ? t.allTopics : topic);
  return [
    ...suppressions.map((suppression) => ({
      ...{ key: `${suppression.channel} ${suppression.reason}`, tone: 'bad' as const, text: null },
      ...{ what: blockedBy(suppression, t, why), source: suppression.source, at: suppression.at, suppression },
    })),
    ...optOuts.map(({ topic, ...rest }) => ({
      ...{ key: `refused ${topic}`, tone: 'warn' as const, what: t.refused(topicOf(topic)), text: null },
      ...{ suppression: null, ...rest },
    })),
    ...consents.map(({ id, topic, granted, ...rest }) => ({
      ...{ key: id, tone: granted ? ('good' as const) : ('neutral' as const) },
      what: granted ? t.agreed(topicOf(topic)) : t.tookBack(topicOf(topic)),
      ...{ suppression: null, ...rest },
    })),
  ];
}

/** One that a later version wrote says itself. */
const causeOf = ({ reason }: SuppressionOf, causes: Causes): string =>
  (causes as Readonly<Record<string, string>>)[reason] ?? reason;

/** Who was erased refuses advertising alone; every other reason holds everything back. */
function blockedBy(suppression: SuppressionOf, t: ContactsTexts, { lift, causes }: LiftTexts): string {
  const { channel, reason } = suppression;
  if (reason === 'erased') return channel === 'email' ? t.advertisingBlocked : lift.noAdvertisingToNumber;
  return lift.because(channel === 'email' ? t.addressBlocked : lift.numberBlocked, causeOf(suppression, causes));
}

function List({
  lines,
  onLift,
}: {
  readonly lines: readonly Line[];
  readonly onLift: ((suppression: SuppressionOf) => void) | null;
}) {
  const t = useTexts(contactsTexts);
  const why = useTexts(liftTexts);
  if (lines.length === 0) return <p className="ft-soft">{t.noWishes}</p>;
  return (
    <ul className="contacts-wishes">
      {lines.map(({ key, tone, what, source, text, at, suppression }) => (
        <li key={key}>
          <Status tone={tone}>{what}</Status>
          {text !== null && <q>{text}</q>}
          <span className="ft-soft ft-small">
            {t.wishSource(source)} · <Instant at={at} />
          </span>
          {suppression !== null && suppression.lifting !== 'never' && onLift !== null && (
            <Button onPress={() => onLift(suppression)} aria-label={why.title(what)}>
              {why.lift}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
