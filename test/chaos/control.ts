import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLines, type TakenMail } from './people.js';
import { startProcess } from './processes.js';
import type { World } from './world.js';

/** A sender that marks a mail as sent after the 250, killed as the workers are. Answers how many mails came twice. */
export async function naiveDuplicates(world: World, kills: number, random: () => number): Promise<number> {
  const file = path.join(world.folder, 'naive.txt');
  const most = String(kills * 60);
  for (let kill = 0; kill < kills; kill++) {
    const child = startProcess(world.programs.of.naive, [world.smtpUrl, file, most]);
    const gone = once(child, 'exit');
    await Promise.race([child.stdout === null ? gone : once(child.stdout, 'data'), gone]);
    await sleep(60 + random() * 200);
    child.kill('SIGKILL');
    await gone;
  }
  const counts = new Map<string, number>();
  for (const { to } of readLines<TakenMail>(world.mails))
    if (to.endsWith('@naive.example')) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts.values()].filter((n) => n > 1).length;
}
