import { readdir, readFile } from 'node:fs/promises';

const TICKS_A_SECOND = 100;

/** Processor time, ms, that a process and its children have used, those that have ended too. Linux. */
export async function processorTime(pid: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (text !== null) ticks += ticksOf(text, pid, Number(name));
  }
  return (ticks / TICKS_A_SECOND) * 1_000;
}

/** The name, in brackets, may hold anything; what follows it are fields 3 and on. */
function ticksOf(text: string, pid: number, own: number): number {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  if (own === pid) return (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0);
  return Number(fields[1]) === pid ? (user ?? 0) + (system ?? 0) : 0;
}
