import type { FastifyInstance } from 'fastify';
import {
  EVENT_CALL_FAULTS,
  type EventCallFault,
  type EventForm,
  type SignedCall,
} from '../../domain/inbound/provider-event.js';
import { formatInstant } from '../../domain/instant.js';
import { listMailEventForms, type MailEventFormView, takeMailEvents } from '../contracts/mail-events.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { Metrics } from '../metrics.js';
import type { EventCallCount } from '../ports.js';

const LATER_S = 60;

const FAULTS: { readonly [fault in EventCallFault]: string } = {
  'no-signature': 'The call is not signed as this form is.',
  'bad-signature': 'The signature is not that of the key that is set here.',
  'too-old': 'The signature is of another time.',
  'used-before': 'The signature was used for another body.',
  unreadable: 'The body is none of this form.',
};

/** Reads bodies of a scope as they came: they are what was signed. */
export function takeSignedBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
}

/** `signed`: routes of a scope that reads bodies as they came. */
export function mailEventRoutes(routes: Routes, signed: Routes, deps: AppDeps, metrics: Metrics): void {
  const { providerCalls, providerEvents } = deps;

  signed.on(takeMailEvents, async ({ params: { form }, body, request }) => {
    if (!providerCalls.forms.includes(form)) throw new Problem('not-found', 'This address is none of ours.');
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const call = providerCalls.read(form, request.headers, bytes, deps.realNow());
    if (!call.ok) return await refuse(form, call.error);
    if (!(await isFirstUse(call.value))) return await refuse(form, 'used-before');
    const { events, ignored } = call.value;
    const { early, taken, repeated, notOurs, nothingToDo } = await providerEvents.take(form, events);
    await providerEvents.note(form, 'taken', 1);
    metrics.mailEvents(form, { taken, repeated, 'not-ours': notOurs, ignored: ignored + nothingToDo });
    if (early)
      throw new Problem('told-too-early', 'One of the mails is still on its way into our books.', [], {
        'retry-after': String(LATER_S),
      });
    return { taken, repeated, notOurs, ignored: ignored + nothingToDo };
  });

  const isFirstUse = async ({ token }: SignedCall) => token === null || (await providerEvents.useToken(token));

  async function refuse(form: EventForm, fault: EventCallFault): Promise<never> {
    metrics.mailEvents(form, { [fault]: 1 });
    await providerEvents.note(form, fault, 1);
    throw new Problem(fault === 'unreadable' ? 'invalid' : 'bad-signature', FAULTS[fault]);
  }

  routes.on(listMailEventForms, async () => {
    const counts = await providerEvents.counts();
    return { data: providerCalls.forms.map((form) => viewOf(form, counts)) };
  });
}

function viewOf(form: EventForm, counts: readonly EventCallCount[]): MailEventFormView {
  const of = (outcome: string) => counts.find((each) => each.form === form && each.outcome === outcome);
  const taken = of('taken');
  return {
    form,
    lastAt: taken === undefined ? null : formatInstant(taken.lastAt),
    calls: taken?.count ?? 0,
    refused: EVENT_CALL_FAULTS.flatMap((why) => {
      const found = of(why);
      return found === undefined ? [] : [{ why, count: found.count, lastAt: formatInstant(found.lastAt) }];
    }),
  };
}
