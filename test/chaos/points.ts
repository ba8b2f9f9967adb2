/*
 * Where a process may be killed. The decision's own are the hooks of test/support/attempts.ts; those of the wire are
 * passed by the connection itself (wire-points.ts).
 */

const DECISION = ['beforeDecision', 'beforeFreezeCommits', 'afterDecision'] as const;
export const WIRE = [
  'beforeConnect',
  'afterConnect',
  'beforeMail',
  'beforeRcpt',
  'beforeData',
  'inBody',
  'beforeDot',
  'afterDot',
  'replyRead',
] as const;
const OUTCOME = [
  'beforeHandOver',
  'afterHandOver',
  'afterAnswer',
  'beforeOutcomeCommits',
  'afterOutcome',
  'completion',
] as const;
export const RELAY = ['relayClaimed', 'relayTold'] as const;
export const HOOKS = [...DECISION, ...OUTCOME.filter((point) => point !== 'completion')] as const;

export const WORKER_POINTS = [...DECISION, ...WIRE, ...OUTCOME, ...RELAY] as const;
/** Of the process that takes events and starts: its transaction, and what it tells Temporal afterwards. */
export const ENGINE_POINTS = ['beforeEventCommits', 'afterEventCommits', 'eventClaimed', 'eventTold'] as const;

export type WirePoint = (typeof WIRE)[number];
export type WorkerPoint = (typeof WORKER_POINTS)[number];
export type EnginePoint = (typeof ENGINE_POINTS)[number];

/** Kills this process at the n-th time that it passes the point it is armed for. */
export class Failpoints {
  private armed: { readonly point: string; left: number } | null = null;

  arm(point: string, nth: number): void {
    this.armed = point === 'none' ? null : { point, left: nth };
  }

  /** Whether this pass is the fatal one; then nothing of this process goes on. */
  pass(point: WorkerPoint | EnginePoint): boolean {
    if (this.armed?.point !== point) return false;
    this.armed.left -= 1;
    if (this.armed.left > 0) return false;
    process.kill(process.pid, 'SIGKILL');
    return true;
  }

  async passing(point: WorkerPoint | EnginePoint): Promise<void> {
    if (this.pass(point)) await new Promise(() => {});
  }

  /** Listens on standard input: `arm <point> <nth>`. Its end ends this process. */
  listen(): void {
    process.stdin.on('data', (chunk) => {
      for (const line of String(chunk).split('\n')) {
        const [word, point, nth] = line.split(' ');
        if (word === 'arm' && point !== undefined) this.arm(point, Number(nth));
      }
    });
    process.stdin.on('end', () => process.exit(1)).resume();
  }
}
