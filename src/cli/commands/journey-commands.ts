import { Option } from 'commander';
import { exitJourney, pauseJourney, resumeJourney, retryJourney } from '../../api/contracts/journeys.js';
import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

const OPERATIONS = { pause: pauseJourney, retry: retryJourney } as const;

export type Told = { readonly id: string; readonly phase: string; readonly stage: string | null };

/** What is said of a command that took effect. */
export const outcomeOf = (answer: Told): Outcome =>
  documented(answer, `${answer.id} is now ${answer.phase}${answer.stage === null ? '' : `, stage ${answer.stage}`}.`);

/** Pauses, resumes or retries a journey; answers when it has taken effect. */
async function runJourneyCommand(
  kind: keyof typeof OPERATIONS,
  id: string,
  reason: string,
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  return outcomeOf(await api.call(OPERATIONS[kind], { params: { id }, body: { reason } }));
}

/** Ends a journey from whatever it waits for. */
async function runExit(
  id: string,
  options: { readonly reason: string; readonly outcome?: string },
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  const { reason, outcome } = options;
  return outcomeOf(await api.call(exitJourney, { params: { id }, body: { reason, outcome } }));
}

export const REASON = ['--reason <text>', 'why; kept on the audit log'] as const;

const simple =
  (kind: keyof typeof OPERATIONS, summary: string, description: string, example: string): Register =>
  (parent, run) =>
    parent
      .command(kind)
      .summary(summary)
      .description(description)
      .argument('<journey>', "the journey's id")
      .requiredOption(...REASON)
      .addHelpText('after', examples(example))
      .action((id: string, { reason }: { readonly reason: string }) =>
        run((deps) => runJourneyCommand(kind, id, reason, deps)),
      );

export const pause = simple(
  'pause',
  'stop the clock of a journey',
  'Stop the clock of a journey. Events are kept for its resume; what ends a journey still does.',
  'pause jrn_01j8z... --reason "on holiday until May"',
);

export const resume: Register = (parent, run) =>
  parent
    .command('resume')
    .summary('let a paused journey go on')
    .description('Let a paused journey go on. Waits for a length of time move by the length of the pause.')
    .argument('<journey>', "the journey's id")
    .requiredOption(...REASON)
    .addOption(
      new Option('--missed <how>', 'what fell due meanwhile: do it now, spread it over the window, or skip it')
        .choices(['now', 'spread', 'skip'])
        .default('spread'),
    )
    .addHelpText(
      'after',
      examples('resume jrn_01j8z... --reason "back from holiday"', 'resume jrn_01j8z... --reason "back" --missed skip'),
    )
    .action((id: string, { reason, missed }: { readonly reason: string; readonly missed: 'now' | 'spread' | 'skip' }) =>
      run(async (deps) =>
        outcomeOf(await (await deps.api()).call(resumeJourney, { params: { id }, body: { reason, missed } })),
      ),
    );

export const retry = simple(
  'retry',
  'let a held journey try again',
  'Let a journey that is held for attention try again, and send again a mail that is in doubt.',
  'retry jrn_01j8z... --reason "template corrected"',
);

export const exit: Register = (parent, run) =>
  parent
    .command('exit')
    .summary('end a journey')
    .description('End a journey, from whatever it waits for. Its open tasks are withdrawn.')
    .argument('<journey>', "the journey's id")
    .requiredOption(...REASON)
    .option('--outcome <outcome>', 'how it ended, one word (default: exited)')
    .addHelpText('after', examples('exit jrn_01j8z... --reason "asked us to stop" --outcome not-interested'))
    .action((id: string, options: { readonly reason: string; readonly outcome?: string }) =>
      run((deps) => runExit(id, options, deps)),
    );
