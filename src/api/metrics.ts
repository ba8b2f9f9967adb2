import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AppDeps } from './deps.js';
import { stuckMomentOf } from './moment.js';
import type { Engine } from './ports.js';
import type { Figures, Stores } from './store-ports.js';

type MetricsDeps = Pick<AppDeps, 'surroundings' | 'failingRuns' | 'realNow'> & {
  readonly engine: Pick<Engine, 'now'>;
  readonly stores: Pick<Stores, 'figures'>;
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Real ms for which a reading of the deployment's counts holds: they read whole tables, whoever and how often one scrapes. */
const READING_HOLDS_MS = 15_000;

/** Figures for Prometheus: requests of this process, and counts of the deployment, asked when they are scraped. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'followthrough_http_request_seconds',
    help: 'Time to answer, by operation and status.',
    labelNames: ['operation', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly events = new Counter({
    name: 'followthrough_mail_events',
    help: 'What mail providers told, by form and what became of it; a fault’s code counts calls.',
    labelNames: ['form', 'outcome'],
    registers: [this.registry],
  });
  private readonly journeys = this.gauge('followthrough_journeys', 'Journeys by phase.', ['phase']);
  private readonly messages = this.gauge('followthrough_messages', 'Messages of the ledger by state.', ['state']);
  private readonly outbox = this.gauge('followthrough_outbox_depth', 'Outbox rows that are not yet relayed.', []);

  private readonly stuck = this.gauge(
    'followthrough_journeys_stuck',
    'Open journeys that do not move though they should, and those that wait for a person, by why.',
    ['why'],
  );
  private readonly behind = this.gauge(
    'followthrough_furthest_behind_seconds',
    'Business time by which the journey that is furthest behind what was due is late.',
    [],
  );

  private reading: { readonly figures: Promise<Figures>; readonly until: number } | null = null;

  constructor(private readonly deps: MetricsDeps) {}

  watch(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      // By operation, not by address: addresses have no end, and hold ids.
      const operation = request.routeOptions.config.operationId ?? 'none';
      this.requests.observe({ operation, status: reply.statusCode }, reply.elapsedTime / 1_000);
    });
  }

  /** Of providers' events and refused calls of them, by what became of them. */
  mailEvents(form: string, counts: { readonly [outcome: string]: number }): void {
    for (const [outcome, count] of Object.entries(counts)) this.events.inc({ form, outcome }, count);
  }

  async text(): Promise<string> {
    const figures = await this.figures();
    this.journeys.reset();
    this.messages.reset();
    for (const [phase, count] of Object.entries(figures.journeysByPhase)) this.journeys.set({ phase }, count);
    for (const [state, count] of Object.entries(figures.messagesByState)) this.messages.set({ state }, count);
    for (const [why, count] of Object.entries(figures.stuck)) this.stuck.set({ why }, count);
    this.behind.set(figures.furthestBehindMs / 1_000);
    this.outbox.set(figures.outboxDepth);
    return this.registry.metrics();
  }

  /** Those who scrape at once share a reading. One that failed is not kept. */
  private figures(): Promise<Figures> {
    const now = this.deps.realNow();
    if (this.reading === null || now >= this.reading.until) {
      const reading = { figures: this.read(), until: now + READING_HOLDS_MS };
      this.reading = reading;
      reading.figures.catch(() => {
        if (this.reading === reading) this.reading = null;
      });
    }
    return this.reading.figures;
  }

  private async read(): Promise<Figures> {
    return await this.deps.stores.figures(await this.deps.engine.now(), await stuckMomentOf(this.deps));
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
