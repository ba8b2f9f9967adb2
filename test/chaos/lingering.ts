import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Db } from '../../src/db/client.js';
import { pokeSignal } from '../../src/workflows/messages.js';
import { insist } from './people.js';

const PATIENCE_MS = 30_000;

/**
 * Wakes the runs of ended journeys that are still open a while after the end: a server that is killed can lose the last
 * workflow task that it had handed out, and the end is then in all records but its own. Answers how many there were; one
 * that doesn't end when it is woken is left for the checker to find.
 */
export async function wakeLingering(client: Client, db: Db): Promise<number> {
  const ended = await insist(() => db.journey.findMany({ where: { status: 'ended' }, select: { workflowId: true } }));
  const all = ended.map(({ workflowId }) => workflowId);
  const lingering = await stillOpen(client, all);
  for (const workflowId of lingering) await insist(() => client.workflow.getHandle(workflowId).signal(pokeSignal));
  await stillOpen(client, lingering);
  return lingering.length;
}

/** Those that don't close in time. */
async function stillOpen(client: Client, workflowIds: readonly string[]): Promise<string[]> {
  const end = Date.now() + PATIENCE_MS;
  for (let left = [...workflowIds]; ; await sleep(1000)) {
    const open: string[] = [];
    for (const id of left) {
      const { status } = await insist(() => client.workflow.getHandle(id).describe());
      if (status.name === 'RUNNING') open.push(id);
    }
    left = open;
    if (left.length === 0 || Date.now() > end) return left;
  }
}
