import { createHash, timingSafeEqual } from 'node:crypto';
import { meansStop, type SmsAnswer } from '../../domain/inbound/sms-answer.js';
import { parseInstant } from '../../domain/instant.js';
import { type SmsAnswerBody, type SmsReceipt, takeSmsAnswers, takeSmsReceipts } from '../contracts/sms.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { NewEvent } from '../ports.js';

export function smsRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(takeSmsReceipts, async ({ params, body }) => {
    assertToken(deps, params.token);
    // A receipt of a message that we don't know, as after a restore, would only be sent again and again if it were refused.
    for (const receipt of body) {
      const event = toEvent(receipt);
      if (event !== null) await deps.engine.receive(event);
    }
    return HEARD;
  });

  routes.on(takeSmsAnswers, async ({ params, body }) => {
    assertToken(deps, params.token);
    const answers = body.map(toAnswer);
    // Whoever wants no more isn't kept waiting by the others of the batch.
    const first = answers.filter(({ text }) => meansStop(text));
    for (const answer of new Set([...first, ...answers])) await deps.smsAnswers.take(answer);
    return HEARD;
  });
}

const HEARD = { code: 0, msg: 'OK' } as const;

function assertToken({ smsReceiptToken }: AppDeps, given: string): void {
  if (!isToken(smsReceiptToken ?? null, given)) throw new Problem('not-found', 'This address is none of ours.');
}

/** Compared by hash, so that the time it takes says nothing of the token or its length. */
function isToken(token: string | null, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return token !== null && timingSafeEqual(hash(token), hash(given));
}

/**
 * Receipts after which no SMS will ever arrive at the number: it refuses them, or is on the operators' list of those that
 * do. That somebody is out of service passes.
 */
const HARD: ReadonlySet<string> = new Set(['MOBILE_IN_BLACK', 'USER_REJECT', 'MOBILE_NUMBER_ILLEGAL']);

/** Its outcome is part of its name, since a receipt that says otherwise later is another event. */
function toEvent({ out_id, biz_id, success, err_code = '' }: SmsReceipt): NewEvent | null {
  const messageId = out_id ?? biz_id;
  if (messageId === undefined || messageId === '') return null;
  return {
    type: success ? 'sms.delivered' : 'sms.bounced',
    messageId,
    fields: success ? {} : { hard: HARD.has(err_code), code: err_code },
    source: 'sms',
    externalId: `${messageId}/${success ? 'delivered' : err_code}`,
  };
}

const BEIJING = '+08:00';

/**
 * A number that JSON can't carry exactly would be the same for two answers: then what else it says tells them apart.
 */
function toAnswer({
  phone_number: phone,
  content: text,
  send_time: time,
  sequence_id: sequence,
}: SmsAnswerBody): SmsAnswer {
  const isExact = typeof sequence === 'string' || Number.isSafeInteger(sequence);
  const hash = () =>
    createHash('sha256')
      .update(JSON.stringify([sequence, phone, time, text]))
      .digest('hex');
  const sentAt = time === undefined ? undefined : parseInstant(`${time.replace(' ', 'T')}${BEIJING}`);
  return { id: `sms/${isExact ? sequence : hash()}`, phone, text, sentAt: sentAt ?? null };
}
