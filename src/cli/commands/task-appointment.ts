import {
  type AppointmentView,
  type CautionView,
  cancelAppointment,
  makeAppointment,
} from '../../api/contracts/appointments.js';
import { examples, type Register } from '../command.js';
import { longTime } from '../local-time.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

interface AppointOptions {
  readonly from: string;
  readonly to: string;
  readonly zone?: string;
  readonly place?: string;
  readonly title?: string;
  readonly words?: string;
  readonly invite: boolean;
}

/** Makes the appointment of a task, or moves it. */
async function runAppoint(id: string, options: AppointOptions, deps: Deps): Promise<Outcome> {
  const { from: begins, to: ends, invite: invites, zone, place, title, words } = options;
  const api = await deps.api();
  const made = await api.call(makeAppointment, {
    params: { id },
    body: { begins, ends, zone, place, title, words, invites },
  });
  return documented(made, [`${whenOf(made)} ${toldOf(made)}`, ...made.cautions.map(cautionWords)].join('\n'));
}

const whenOf = ({ beginsLocal, endsLocal, zone }: AppointmentView): string =>
  `Appointed: ${longTime(beginsLocal)} to ${longTime(endsLocal)} (${zone}).`;

const toldOf = ({ invites, organiserName }: AppointmentView): string => {
  const who = organiserName ?? 'Whose task it is';
  return invites ? `${who} and the contact get it by mail.` : `${who} gets it by mail; the contact does not.`;
};

function cautionWords({ code, whose, holiday, taskId, begins, ends }: CautionView): string {
  const theirs = whose === 'contact' ? 'the contact’s' : 'the owner’s';
  switch (code) {
    case 'holiday':
      return `Note: it is a holiday by ${theirs} calendar${holiday === null ? '' : ` (${holiday})`}.`;
    case 'outside-hours':
      return `Note: it is outside of the working hours of ${theirs} calendar.`;
    case 'overlap':
      return `Note: there is another appointment then, of task ${taskId ?? ''} (${begins ?? ''} to ${ends ?? ''}).`;
  }
}

export const taskAppoint: Register = (parent, run) =>
  parent
    .command('appoint')
    .summary('make the appointment of a visit, meeting or call, or move it')
    .description(
      'Make the appointment of a visit, meeting or call, or move it. Whose task it is gets it by mail into their calendar, and so does the contact, unless you say --no-invite. Times are those of the zone’s clocks: the contact’s, if none is given and it is known.',
    )
    .argument('<id>', "the task's id")
    .requiredOption('--from <time>', 'when it begins, like 2027-01-04T10:00')
    .requiredOption('--to <time>', 'when it ends')
    .option('--zone <zone>', 'whose clocks, like Europe/Berlin')
    .option('--place <text>', 'where')
    .option('--title <text>', 'what the contact’s calendar calls it; by kind and person, if absent')
    .option('--words <text>', 'to the contact')
    .option('--no-invite', 'for whose task it is alone')
    .addHelpText(
      'after',
      examples(
        'task appoint tsk_01j8z... --from 2027-01-04T10:00 --to 2027-01-04T11:00 --place "Unter den Linden 1"',
        'task appoint tsk_01j8z... --from 2027-01-04T10:00 --to 2027-01-04T11:00 --zone Asia/Shanghai --no-invite',
      ),
    )
    .action((id: string, options: AppointOptions) => run((deps) => runAppoint(id, options, deps)));

async function runUnappoint(id: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const cancelled = await api.call(cancelAppointment, { params: { id } });
  const words =
    cancelled.appointment === null ? 'The task has no appointment.' : 'Cancelled. Whoever was told of it is told so.';
  return documented(cancelled, words);
}

export const taskUnappoint: Register = (parent, run) =>
  parent
    .command('unappoint')
    .summary('cancel the appointment of a task')
    .description('Cancel the appointment of a task. Whoever was told of it is told so by mail; the task stays.')
    .argument('<id>', "the task's id")
    .addHelpText('after', examples('task unappoint tsk_01j8z...'))
    .action((id: string) => run((deps) => runUnappoint(id, deps)));
