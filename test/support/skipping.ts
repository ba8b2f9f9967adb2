import { temporal as proto } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { historiesOf } from './histories.js';
import { personalDataIn } from './personal-data.js';
import { TestSystem, type TestSystemOptions } from './system.js';
import { createTimeSkipping } from './temporal.js';

/** With the cache a worker keeps runs in memory; without it every workflow task replays the run from its history. */
export const CACHES = [
  ['with the cache', {}],
  ['without a cache', { maxCachedWorkflows: 0 }],
] as const satisfies readonly (readonly [string, TestSystemOptions['worker']])[];

/** A system in a world whose time is the test's to move. One for each scenario. */
export class SkippingWorld {
  private constructor(
    private readonly env: TestWorkflowEnvironment,
    readonly system: TestSystem,
  ) {}

  /** A definition is published and a worker works. */
  static async start(definition: string, options: TestSystemOptions): Promise<SkippingWorld> {
    const env = await createTimeSkipping();
    const system = await TestSystem.start(
      { address: env.address, namespace: env.namespace ?? 'default', skipping: true },
      options,
    );
    const world = new SkippingWorld(env, system);
    await world.look();
    await system.publish(definition);
    await system.work();
    return world;
  }

  /** Lets time pass, with all that falls due in it. */
  async pass(ms: number): Promise<void> {
    await this.env.sleep(ms);
    await this.look();
  }

  /** Takes the time from the server; between two looks it goes on as ours does. */
  private async look(): Promise<void> {
    const server = await this.env.currentTimeMs();
    const seen = Date.now();
    this.system.now = () => server + (Date.now() - seen);
  }

  /** Its server has no list; so the runs are those of the journeys there are. Throws if one holds anything of somebody's. */
  async stop(): Promise<void> {
    const found: string[] = [];
    for (const { workflowId } of await this.system.db.journey.findMany({ select: { workflowId: true } }))
      for (const { history } of await historiesOf(this.system.client, workflowId).catch(() => []))
        for (const what of personalDataIn(
          Buffer.from(proto.api.history.v1.History.encode(history).finish()).toString(),
        ))
          found.push(`${workflowId}: ${what}`);
    await this.system.stop();
    await this.env.teardown();
    if (found.length > 0) throw new Error(`Law 7: Temporal was told of people:\n${found.join('\n')}`);
  }
}
