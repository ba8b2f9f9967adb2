import type { ComponentProps } from 'react';
import { Card } from '../kit/card.js';
import { IncomingMails } from '../messages/incoming.js';
import { incomingTexts } from '../messages/incoming-texts.js';
import { useTexts } from '../texts/use-texts.js';

/** Fetched when something came back: most journeys have nothing. */
export function ReceivedCard({ list }: Pick<ComponentProps<typeof IncomingMails>, 'list'>) {
  const t = useTexts(incomingTexts);
  return (
    <Card title={t.title}>
      <IncomingMails list={list} />
    </Card>
  );
}
