import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '../api/client.js';
import { type KeptKind, writeKind } from './data-kind.js';
import { CLOCK_HEARD_MS } from './demo-clock.js';
import { enrolSample, putSample } from './sample/put-sample.js';
import type { Stages } from './stages.js';

/** What the demo is begun with. */
export interface DemoStart {
  readonly stages: Stages;
  readonly dataDir: string;
  readonly kept: KeptKind;
  readonly apiUrl: string;
  /** The demo's own ops key. */
  readonly key: string;
  /** The shipped definition that the sample's people enter. */
  readonly definitionFile: string;
  /** Lets business time run, a moment from now. */
  readonly runClock: () => Promise<void>;
  /** Lets all open journeys reckon by the clock as it is now. */
  readonly pokeJourneys: () => Promise<void>;
}

/**
 * Puts the sample in, the first time, and lets business time run. The clock stands until then: the sample's people come in
 * at the demo's first instant, and nobody's time runs out while a start is under way.
 */
export async function beginDemo(demo: DemoStart): Promise<void> {
  const { stages, kept, apiUrl, key, dataDir, definitionFile } = demo;
  const api = createApiClient({ url: apiUrl, key });
  const isNew = kept.kind === 'demo' && !kept.sampleIsIn;
  if (isNew) {
    await stages.run(
      'Sample people',
      (say) => putSample(api, definitionFile, say),
      (added) => `${added} added`,
    );
  }
  await stages.run('Business time', async () => {
    await demo.runClock();
    await sleep(CLOCK_HEARD_MS);
    // Not before: whoever moves a journey by the clock that stands times it wrongly.
    await demo.pokeJourneys();
    if (isNew) await enrolSample(api);
  });
  if (isNew) await writeKind(dataDir, { kind: kept.kind, sampleIsIn: true });
}
