import { createServer } from 'node:http';
import { Counter, Histogram, Registry } from 'prom-client';
import type { Watch } from '../activities/ports.js';

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600];

/** What a worker has done since it started, for Prometheus, which adds up the workers. */
export class WorkerMetrics implements Omit<Watch, 'advanced'> {
  private readonly registry = new Registry();
  private readonly lag = new Histogram({
    name: 'followthrough_due_to_done_seconds',
    help: 'Real time from when a step of a journey was due until it was done; what an event or a person moved is not in it.',
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly answers = this.counter(
    'followthrough_gate_answers_total',
    'Answers of the gate: send, skip or defer, and why.',
    ['answer', 'reason'],
  );
  private readonly sends = this.counter(
    'followthrough_sends_total',
    'What came of messages that were to be handed over.',
    ['verdict'],
  );

  dueToDone(ms: number): void {
    this.lag.observe(ms / 1_000);
  }

  gate(answer: string, reason: string | null): void {
    this.answers.inc({ answer, reason: reason ?? 'none' });
  }

  handedOver(verdict: string): void {
    this.sends.inc({ verdict });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Serves `/metrics`, and nothing else. The figures hold no personal data and need no key; the port is not for the world. */
export async function serveMetrics(
  metrics: Pick<WorkerMetrics, 'text'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${listening}/metrics`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
