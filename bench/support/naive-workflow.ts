import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { NaiveActivities } from './naive-worker.js';

/* The peer: what one writes by hand for the journey of bench/engine.ts, an activity a step, and a timer for the wait. */

export const doneSignal = defineSignal('done');

const { sendMail, createTask, updateRecord } = proxyActivities<NaiveActivities>({ startToCloseTimeout: '60 seconds' });

export async function naive(contactId: string): Promise<void> {
  let isDone = false;
  setHandler(doneSignal, () => {
    isDone = true;
  });
  await sendMail(contactId, 'first');
  await createTask(contactId, 'call');
  await condition(() => isDone);
  await updateRecord(contactId, 'talking');
  await sleep('1 second');
  await sendMail(contactId, 'second');
  await updateRecord(contactId, 'last');
}
