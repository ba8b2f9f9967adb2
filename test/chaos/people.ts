import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/api/ports.js';
import type { Db } from '../../src/db/client.js';

/** Longer than an attempt may live and the mail server waits for the end of a body: what it took by then is all of it. */
const SETTLED_MS = 12_000;

export const readLines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);

export interface TakenMail {
  readonly to: string;
  readonly messageId: string;
  readonly at: number;
}

/** Tries until it works: what an API's client does while services are away. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(200);
    }
  }
}

/** People who do their tasks, and who look for mails in doubt: skipped when the server has it, sent again when not. */
export class People {
  readonly doubts = new Map<string, number>();
  readonly resolved = { seen: 0, unseen: 0 };

  constructor(
    private readonly db: Db,
    private readonly engine: Pick<Engine, 'completeTask' | 'command'>,
    private readonly mails: string,
  ) {}

  async round(): Promise<void> {
    const tasks = await this.db.task.findMany({ where: { status: 'open' }, take: 40, select: { id: true } });
    for (const { id } of tasks) await this.engine.completeTask({ taskId: id, outcome: 'reached', actorId: 'usr_rep' });
    const doubted = await this.db.message.findMany({
      where: { state: 'uncertain', journey: { status: 'open', attention: 'uncertain' } },
      select: { id: true, messageId: true, journeyId: true, attempts: true },
    });
    const taken =
      doubted.length === 0 ? new Set() : new Set(readLines<TakenMail>(this.mails).map((mail) => mail.messageId));
    for (const { id, messageId, journeyId, attempts } of doubted) {
      const key = `${id} ${attempts}`;
      const since = this.doubts.get(key) ?? Date.now();
      this.doubts.set(key, since);
      if (Date.now() - since < SETTLED_MS) continue;
      const seen = taken.has(messageId);
      const who = { requestId: `look ${key}`, actorId: 'usr_rep', reason: seen ? 'the server has it' : 'not there' };
      const answer = await this.engine.command(journeyId, { kind: seen ? 'skip' : 'retry' }, who);
      if (answer.ok) this.resolved[seen ? 'seen' : 'unseen'] += 1;
    }
  }
}
