import { useState } from 'react';
import type { getJourney, retryJourney, skipJourney } from '../../api/contracts/journeys.js';
import type { MessageView } from '../../api/contracts/messages.js';
import { useAct, useOne } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { useTexts } from '../texts/use-texts.js';
import { messagesTexts } from './texts.js';

const CHANGES = { changes: ['journey', 'task', 'message'] } as const;

/** What the person may do about a message in doubt: say that it arrived, or send it again. */
export function Settle({ message }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const [asked, setAsked] = useState<'arrived' | 'resend' | null>(null);
  const journey = useOne<typeof getJourney>('GET /v1/journeys/:id', { params: { id: message.journeyId } });
  const arrived = useAct<typeof skipJourney>('POST /v1/journeys/:id/skip', CHANGES);
  const resend = useAct<typeof retryJourney>('POST /v1/journeys/:id/retry', CHANGES);
  const may = journey.data?.may ?? [];
  const close = () => setAsked(null);
  const about = { params: { id: message.journeyId } };
  return (
    <div className="ft-line">
      {may.includes('skip') && <Button onPress={() => setAsked('arrived')}>{t.arrived}</Button>}
      {may.includes('retry') && <Button onPress={() => setAsked('resend')}>{t.resend}</Button>}
      {asked === 'arrived' && (
        <ActDialog
          title={t.arrivedTitle}
          effect={t.arrivedEffect}
          confirm={t.arrived}
          done={t.arrivedDone}
          onClose={close}
          run={(reason, key) => arrived.run({ ...about, body: { reason, step: message.step } }, key)}
        />
      )}
      {asked === 'resend' && (
        <ActDialog
          title={t.resendTitle}
          effect={t.resendEffect}
          confirm={t.resend}
          done={t.resendDone}
          danger
          onClose={close}
          run={(reason, key) => resend.run({ ...about, body: { reason, step: message.step } }, key)}
        />
      )}
    </div>
  );
}
