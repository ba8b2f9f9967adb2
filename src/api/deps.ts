import type { FastifyBaseLogger } from 'fastify';
import type { Instant } from '../domain/instant.js';
import type { Engine } from './ports.js';
import type { DefinitionCheck, Stores } from './store-ports.js';

/** One thing that must answer before this process can work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves when the part is well; rejects or resolves with a text that says what is wrong. */
  readonly check: () => Promise<string | undefined>;
}

/** Everything the API is made of; entry files and tests choose. */
export interface AppDeps {
  readonly stores: Stores;
  readonly engine: Engine;
  readonly checkDefinition: DefinitionCheck;
  readonly readiness: readonly ReadinessCheck[];
  readonly mode: 'embedded' | 'external';
  /** The address that people use, if it isn't the one listened on: behind a proxy, for one. */
  readonly publicUrl: string | null;
  /** The zone of whoever has none of their own. */
  readonly timezone: string;
  /** Real time, epoch ms. */
  readonly realNow: () => Instant;
  readonly newId: (kind: 'key' | 'session') => string;
  readonly logger?: FastifyBaseLogger;
  /** Failed logins an address may have in a minute. */
  readonly loginsPerMinute?: number;
}
