import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

/** Runs the whole system until it ends; its exit code becomes ours. */
async function runStart(args: readonly string[], deps: Deps): Promise<Outcome> {
  const code = await deps.startSystem(args);
  const exit = code === 0 || code === 2 ? code : 1;
  return { ...documented({ exit }, '', exit), json: { type: 'lines', values: [] } };
}

const HANDED_ON = `
Options handed on to it:
  --real                    begin without sample people, at real time
  --no-sample               begin without sample people, on the demo's quick clock
  --clean                   forget all data of that folder, and begin again
  --clock <rate>            the demo's clock, such as 1d=30s: a day in 30 real seconds
  --hibernate-after <time>  put longer waits to sleep after so much real time
  --data <folder>           where data is kept`;

export const start: Register = (parent, run) =>
  parent
    .command('start')
    .summary('start everything on this machine')
    .description(
      'Start Postgres, Temporal, a mail catcher, the worker and the API on this machine, and keep them until Ctrl-C. Parts that the environment names (DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL) are used in place of our own. Arguments are those of `npm start`; what is not known here is handed on.',
    )
    .argument('[args...]', 'handed on, such as --clock 1d=15s')
    .allowUnknownOption()
    .addHelpText('after', HANDED_ON)
    .addHelpText('after', examples('start', 'start --clean', 'start --real --data ./data'))
    .action((_: readonly string[], __: object, command: { readonly args: readonly string[] }) =>
      run((deps) => runStart(command.args, deps)),
    );
