import type { FastifyBaseLogger } from 'fastify';
import type { DemoLogin } from './contracts/welcome.js';
import type { Instant } from '../domain/instant.js';
import type { Engine } from './ports.js';
import type { ConditionCheck, DefinitionCheck, Stores } from './store-ports.js';

/** One thing that must answer before this process can work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves when the part is well; rejects or resolves with a text that says what is wrong. */
  readonly check: () => Promise<string | undefined>;
}

/** What the token of a mail's link says. */
export interface LinkToken {
  readonly kind: 'unsubscribe' | 'preferences';
  readonly contactId: string;
  /** null: all marketing mail. */
  readonly topic: string | null;
}

/** Reads the links of mails. */
export interface LinkReader {
  /** null: the token is none of ours. */
  verify(token: string): LinkToken | null;
}

/** Everything the API is made of; entry files and tests choose. */
export interface AppDeps {
  readonly stores: Stores;
  readonly engine: Engine;
  readonly checkDefinition: DefinitionCheck;
  readonly checkCondition: ConditionCheck;
  readonly links: LinkReader;
  readonly readiness: readonly ReadinessCheck[];
  readonly mode: 'embedded' | 'external';
  /** The address that people use, if it isn't the one listened on: behind a proxy, for one. */
  readonly publicUrl: string | null;
  /** The zone of whoever has none of their own. */
  readonly timezone: string;
  /** Where the built page lies; absent or null: none is served. */
  readonly pageFolder?: string | null;
  /** Whom the page to sign in offers, with their passwords: only where nothing but loopback is listened on. */
  readonly demoLogins?: readonly DemoLogin[];
  /** Real time, epoch ms. */
  readonly realNow: () => Instant;
  readonly newId: (kind: 'key' | 'session') => string;
  readonly logger?: FastifyBaseLogger;
  /** Failed logins an address may have in a minute. */
  readonly loginsPerMinute?: number;
}
