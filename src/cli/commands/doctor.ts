import { examples, type Register } from '../command.js';
import { listed, type Outcome } from '../outcome.js';
import type { Checkup, Deps } from '../ports.js';
import { counted, pad } from '../table.js';

const MARKS = { well: 'ok', doubtful: 'note', faulty: 'FAULT' } as const;

/** Looks at everything that the system needs; each fault with its cause and its fix, one line each. */
async function runDoctor(deps: Deps): Promise<Outcome> {
  const checkups = await deps.doctor();
  const width = Math.max(0, ...checkups.map((checkup) => checkup.name.length));
  const lines = checkups.flatMap((checkup) => {
    const { name, state, detail, fix } = checkup;
    const mark = pad(MARKS[state], 5);
    return [
      `${paint(deps, state)(mark)}  ${pad(name, width)}  ${detail}`,
      ...(fix === null || state === 'well' ? [] : [`       fix: ${fix}`]),
    ];
  });
  const faults = checkups.filter((checkup) => checkup.state === 'faulty').length;
  const verdict = faults === 0 ? 'Everything that is needed is here.' : `${counted(faults, 'fault')}.`;
  return listed(checkups, [...lines, '', verdict].join('\n'), faults === 0 ? 0 : 1);
}

function paint({ style }: Deps, state: Checkup['state']): (text: string) => string {
  if (state === 'well') return style.green;
  return state === 'doubtful' ? style.yellow : style.red;
}

export const doctor: Register = (parent, run) =>
  parent
    .command('doctor')
    .summary('check what the system needs, and say what is wrong')
    .description(
      'Check Node, ports, disk, network, Temporal, Postgres and SMTP. Each fault is told with its cause and its fix, one line each. Exits 1 if there is any.',
    )
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(() => run(runDoctor));
