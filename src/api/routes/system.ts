import { formatInstant } from '../../domain/instant.js';
import { healthz, metrics, openapi, readyz, stats } from '../contracts/system.js';
import type { AppDeps, ReadinessCheck } from '../deps.js';
import type { Routes } from '../http/routes.js';
import type { Metrics } from '../metrics.js';

const PATIENCE_MS = 3_000;

export function systemRoutes(
  routes: Routes,
  deps: AppDeps,
  figures: Metrics,
  document: () => Record<string, unknown>,
): void {
  routes.on(healthz, async () => ({ status: 'ok' as const }));

  routes.on(readyz, async ({ reply }) => {
    const parts = await Promise.all(deps.readiness.map(ask));
    const ready = parts.every((part) => part.ok);
    if (!ready) reply.code(503).header('retry-after', '5');
    return { status: ready ? ('ready' as const) : ('not-ready' as const), parts };
  });

  routes.on(metrics, () => figures.text());

  routes.on(openapi, async () => document());

  routes.on(stats, async ({ query, scope }) => {
    const now = await deps.engine.now();
    return { at: formatInstant(now), ...(await deps.stores.journeys.stats(scope, now, query.definition)) };
  });
}

async function ask({ name, check }: ReadinessCheck): Promise<{ name: string; ok: boolean; detail?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${PATIENCE_MS / 1_000} s`), PATIENCE_MS);
  });
  try {
    const fault = await Promise.race([check(), silence]);
    return fault === undefined ? { name, ok: true } : { name, ok: false, detail: fault };
  } catch {
    // The reason may name hosts and users; it belongs in the log of whoever operates the part.
    return { name, ok: false, detail: 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}
