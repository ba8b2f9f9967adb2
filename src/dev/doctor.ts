import type { Checkup, DoctorSettings } from './checkup.js';
import { checkNode, checkPrograms, checkRoom } from './doctor-machine.js';
import { checkMail, checkPorts, checkPostgres, checkTemporal } from './doctor-services.js';
import { runningSystem } from './runtime-file.js';

/**
 * Looks at everything that a start needs on this machine. Changes nothing, and takes some seconds at most;
 * a check that fails in an unforeseen way is a fault with the reason, never an exception.
 */
export async function runDoctor(settings: DoctorSettings): Promise<readonly Checkup[]> {
  const running = await runningSystem(settings.dataDir);
  const checks: readonly (readonly [string, () => Promise<Checkup | readonly Checkup[]>])[] = [
    ['Node', async () => checkNode(process.versions.node)],
    ['Disk', () => checkRoom(settings.dataDir)],
    ['Ports', () => checkPorts(settings, running)],
    ['Postgres', () => checkPostgres(settings, running)],
    ['Temporal', () => checkTemporal(settings, running)],
    ['SMTP', () => checkMail(settings, running)],
    ['For the tests', () => checkPrograms()],
  ];
  const found = await Promise.all(
    checks.map(([name, check]) =>
      check().catch((error: unknown): Checkup => {
        const detail = error instanceof Error ? error.message : String(error);
        return { name, state: 'faulty', detail: detail.split('\n')[0] ?? detail, fix: null };
      }),
    ),
  );
  return found.flat();
}
