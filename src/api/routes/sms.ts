import { createHash, timingSafeEqual } from 'node:crypto';
import { type SmsReceipt, takeSmsReceipts } from '../contracts/sms.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { NewEvent } from '../ports.js';

export function smsRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(takeSmsReceipts, async ({ params, body }) => {
    if (!isToken(deps.smsReceiptToken ?? null, params.token))
      throw new Problem('not-found', 'This address is none of ours.');
    // A receipt of a message that we don't know, as after a restore, would only be sent again and again if it were refused.
    for (const receipt of body) {
      const event = toEvent(receipt);
      if (event !== null) await deps.engine.receive(event);
    }
    return { code: 0 as const, msg: 'OK' };
  });
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
