import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import type { AppDeps } from './deps.js';
import { stuckMomentOf } from './moment.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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

  constructor(private readonly deps: Pick<AppDeps, 'stores' | 'engine' | 'surroundings' | 'failingRuns' | 'realNow'>) {}

  watch(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      // By operation, not by address: addresses have no end, and hold ids.
      const operation = request.routeOptions.config.operationId ?? 'none';
      this.requests.observe({ operation, status: reply.statusCode }, reply.elapsedTime / 1_000);
    });
  }

  async text(): Promise<string> {
    const figures = await this.deps.stores.figures(await this.deps.engine.now(), await stuckMomentOf(this.deps));
    this.journeys.reset();
    this.messages.reset();
    for (const [phase, count] of Object.entries(figures.journeysByPhase)) this.journeys.set({ phase }, count);
    for (const [state, count] of Object.entries(figures.messagesByState)) this.messages.set({ state }, count);
    for (const [why, count] of Object.entries(figures.stuck)) this.stuck.set({ why }, count);
    this.behind.set(figures.furthestBehindMs / 1_000);
    this.outbox.set(figures.outboxDepth);
    return this.registry.metrics();
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
