import type { MessageIntent } from './commands.js';
import type { Program } from './program.js';

/** The steps whose mails a mail continues, the first of the thread first; none for one that begins a thread. */
export function threadOf(program: Program, { email }: Pick<MessageIntent, 'email'>): string[] {
  const steps: string[] = [];
  for (let id = email?.thread; id !== undefined && !steps.includes(id); ) {
    steps.unshift(id);
    const step = program.nodes.get(id)?.step;
    id = step?.action === 'email' ? step.email.thread : undefined;
  }
  return steps;
}
