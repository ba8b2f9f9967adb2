import {
  moveJourney,
  reachJourneyGoal,
  rescheduleJourney,
  sendJourneyNow,
  skipJourney,
} from '../../api/contracts/journeys.js';
import { changeJourneyVersion } from '../../api/contracts/versions.js';
import { examples, type Register } from '../command.js';
import { wholeNumber } from '../option-values.js';
import { outcomeOf, REASON } from './journey-commands.js';

/* What moves one journey past or toward something: skip, reschedule, send-now, move, change-version, goal. */

const STEP = ['--step <id>', 'the step of the wait that is meant; needed where there are several'] as const;

interface Why {
  readonly reason: string;
  readonly step?: string;
}

export const skip: Register = (parent, run) =>
  parent
    .command('skip')
    .summary('leave out what a journey waits for')
    .description('Leave out what a journey waits for: the wait ends, the task is withdrawn, the message is not sent.')
    .argument('<journey>', "the journey's id")
    .requiredOption(...REASON)
    .option(...STEP)
    .addHelpText('after', examples('skip jrn_01j8z... --reason "called already" --step call'))
    .action((id: string, { reason, step }: Why) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(skipJourney, { params: { id }, body: { reason, step } }));
      }),
    );

export const reschedule: Register = (parent, run) =>
  parent
    .command('reschedule')
    .summary('give a wait another due instant')
    .description('Give a wait another due instant. Then neither a pause nor a changed date moves it.')
    .argument('<journey>', "the journey's id")
    .argument('<instant>', 'when it is due, such as 2027-01-04T09:00:00Z')
    .requiredOption(...REASON)
    .option(...STEP)
    .addHelpText('after', examples('reschedule jrn_01j8z... 2027-01-04T09:00:00Z --reason "asked for January"'))
    .action((id: string, due: string, { reason, step }: Why) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(rescheduleJourney, { params: { id }, body: { reason, due, step } }));
      }),
    );

export const sendNow: Register = (parent, run) =>
  parent
    .command('send-now')
    .summary('send a message that was put off')
    .description('Send a message that was put off. Its window is set aside; consent, caps and quotas are not.')
    .argument('<journey>', "the journey's id")
    .requiredOption(...REASON)
    .option(...STEP)
    .addHelpText('after', examples('send-now jrn_01j8z... --reason "waits for it on the phone"'))
    .action((id: string, { reason, step }: Why) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(sendJourneyNow, { params: { id }, body: { reason, step } }));
      }),
    );

export const move: Register = (parent, run) =>
  parent
    .command('move')
    .summary('move a journey to another stage')
    .description('Move a journey to another stage of its definition. Open tasks of the stage left are withdrawn.')
    .argument('<journey>', "the journey's id")
    .argument('<stage>', "the stage's id")
    .requiredOption(...REASON)
    .addHelpText('after', examples('move jrn_01j8z... proposal --reason "met at the fair"'))
    .action((id: string, stage: string, { reason }: Why) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(moveJourney, { params: { id }, body: { reason, stage } }));
      }),
    );

export const goal: Register = (parent, run) =>
  parent
    .command('goal')
    .summary('end a journey as having reached its goal')
    .description('End a journey as having reached its goal, where no event has told of it.')
    .argument('<journey>', "the journey's id")
    .requiredOption(...REASON)
    .addHelpText('after', examples('goal jrn_01j8z... --reason "signed on paper"'))
    .action((id: string, { reason }: Why) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(reachJourneyGoal, { params: { id }, body: { reason } }));
      }),
    );

export const changeVersion: Register = (parent, run) =>
  parent
    .command('change-version')
    .summary('let a journey go on in another version of its definition')
    .description('Let a journey go on in another version of its definition, the current one if none is named.')
    .argument('<journey>', "the journey's id")
    .option('--to <version>', 'the number of the version', wholeNumber(1, 2_147_483_647))
    .requiredOption(...REASON)
    .addHelpText('after', examples('change-version jrn_01j8z... --reason "the old quote step is gone"'))
    .action((id: string, { reason, to }: { readonly reason: string; readonly to?: number }) =>
      run(async (deps) => {
        const api = await deps.api();
        return outcomeOf(await api.call(changeJourneyVersion, { params: { id }, body: { reason, version: to } }));
      }),
    );
