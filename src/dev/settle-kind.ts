import type { Config } from '../config/env.js';
import { chooseKind, type KeptKind, readKind, writeKind } from './data-kind.js';
import { DEMO_HIBERNATE_AFTER_MS, DEMO_RATE } from './demo-clock.js';
import type { StartOptions } from './start-options.js';

/** What a start is, and its settings. */
export interface SettledStart {
  readonly kept: KeptKind;
  readonly config: Config;
  /** A line to say when it is not what one would expect. */
  readonly note?: string;
}

/**
 * Settles what this start is: what its data folder was begun as, or for a new one what was asked. Throws with the way out
 * when the two can't be mixed. `environment` tells which settings somebody gave.
 */
export async function settleKind(
  options: StartOptions,
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SettledStart> {
  if (config.mode === 'external') return { kept: { kind: 'real', sampleIsIn: false }, config };
  const before = await readKind(config.dataDir);
  const services = {
    DATABASE_URL: config.database.url,
    TEMPORAL_ADDRESS: config.temporal.address,
    SMTP_URL: config.smtp.url,
  };
  const named = Object.entries(services).flatMap(([variable, value]) => (value === null ? [] : variable));
  const chosen = chooseKind({ kept: before?.kind, asked: options.kind, quick: config.clockRate !== 1, named });
  if (!chosen.ok) throw new Error(chosen.error);
  const kept = before ?? { kind: chosen.value, sampleIsIn: false };
  if (before === undefined) await writeKind(config.dataDir, kept);
  const settings = kept.kind === 'real' ? config : demoSettings(config, options, environment);
  return { kept, config: settings, ...(chosen.note === undefined ? {} : { note: chosen.note }) };
}

/** The demo's clock and threshold, where nobody asked for others. */
function demoSettings(
  config: Config,
  options: StartOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const threshold = options.hibernateAfter ?? environment['HIBERNATE_AFTER'] ?? '';
  return {
    ...config,
    clockRate: config.clockRate === 1 ? DEMO_RATE : config.clockRate,
    hibernateAfterMs: threshold === '' ? DEMO_HIBERNATE_AFTER_MS : config.hibernateAfterMs,
  };
}
