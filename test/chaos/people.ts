import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/api/ports.js';
import type { Db } from '../../src/db/client.js';

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

/** People who do their tasks, and have sent again what the engine looked for, did not find and may not send by itself. */
export class People {
  sentAgain = 0;

  constructor(
    private readonly db: Db,
    private readonly engine: Pick<Engine, 'completeTask' | 'command'>,
  ) {}

  async round(): Promise<void> {
    const tasks = await this.db.task.findMany({ where: { status: 'open' }, take: 40, select: { id: true } });
    for (const { id } of tasks) await this.engine.completeTask({ taskId: id, outcome: 'reached', actorId: 'usr_rep' });
    const held = await this.db.journey.findMany({
      where: { status: 'open', attention: 'uncertain', nextAt: null },
      select: { id: true, advance: true },
    });
    for (const { id, advance } of held) {
      const who = { requestId: `again ${id} ${advance}`, actorId: 'usr_rep', reason: 'the server has it not' };
      if ((await this.engine.command(id, { kind: 'retry' }, who)).ok) this.sentAgain += 1;
    }
  }
}
