import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveMetrics, WorkerMetrics } from '../../src/worker/metrics.js';

describe('the figures of a worker', () => {
  const metrics = new WorkerMetrics();
  let server: Awaited<ReturnType<typeof serveMetrics>>;
  beforeAll(async () => {
    server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.stop());

  test('say how late what was due was done, what the gate answered and why, and what came of sends', async () => {
    metrics.dueToDone(300);
    metrics.dueToDone(4_000);
    metrics.gate('send', null);
    metrics.gate('skip', 'no-consent');
    metrics.gate('skip', 'no-consent');
    metrics.handedOver('accepted');
    const answer = await fetch(server.url);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const lines = (await answer.text()).split('\n');
    expect(lines).toContain('followthrough_due_to_done_seconds_bucket{le="0.5"} 1');
    expect(lines).toContain('followthrough_due_to_done_seconds_sum 4.3');
    expect(lines).toContain('followthrough_gate_answers_total{answer="skip",reason="no-consent"} 2');
    expect(lines).toContain('followthrough_gate_answers_total{answer="send",reason="none"} 1');
    expect(lines).toContain('followthrough_sends_total{verdict="accepted"} 1');
  });

  test('are all that is served there', async () => {
    expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(404);
  });
});
