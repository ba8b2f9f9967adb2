import { InvalidArgumentError } from 'commander';
import { defectOf, type Failure, failureOf, printFailure, wrongUse } from './failure.js';
import { type ExitCode, print } from './outcome.js';
import type { Deps } from './ports.js';
import { buildProgram, type GlobalOptions, MisusedCommand } from './program.js';

/** Where a run of the command line happens. */
export interface Surroundings {
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly deps: (options: GlobalOptions) => Deps;
}

/** Runs one command line (without node and script) and answers its exit code. Never throws, never ends the process. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const options = (): GlobalOptions => {
    const { json, debug } = program.opts<{ json?: boolean; debug?: boolean }>();
    return { json: json === true, debug: debug === true };
  };
  const program = buildProgram(async (work) => {
    const outcome = await work(around.deps(options()));
    around.out(print(outcome, options().json));
    exit = outcome.exit;
  }, around.version);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => [...commands])])
    command.configureOutput({ writeOut: around.out, writeErr: around.err, outputError: () => undefined });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    const failure = failed(error);
    if (failure === 'helped') return 0;
    if (failure === 'needs-command') return 2;
    // A command line that could not be read has not said yet whether it wants JSON.
    around.err(printFailure(failure, options().json || args.includes('--json')));
    if (options().debug && error instanceof Error) around.err(`${error.stack ?? error.message}\n`);
    return failure.exit;
  }
}

const SHOWN = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

function failed(error: unknown): Failure | 'helped' | 'needs-command' {
  if (error instanceof InvalidArgumentError) return wrongUse(error.message, 'See followthrough --help.');
  if (!(error instanceof MisusedCommand)) return failureOf(error) ?? defectOf(error);
  const { code, exitCode, message } = error.error;
  // Help that nobody asked for is an error: a group was named without one of its commands.
  if (SHOWN.has(code)) return exitCode === 0 ? 'helped' : 'needs-command';
  const [cause = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const help = `See followthrough ${error.path === '' ? '' : `${error.path} `}--help.`;
  const near = suggestion === undefined ? '' : `${suggestion.replace(/^\((.*)\)$/, '$1')} `;
  return wrongUse(`${cause.charAt(0).toUpperCase()}${cause.slice(1).replace(/\.$/, '')}.`, `${near}${help}`);
}
