import { Option } from 'commander';
import { completeTask, listTasks, type TaskView } from '../../api/contracts/tasks.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { contactOf, type NameOf, userNames, userOf } from '../lookups.js';
import { answersOf, collect, wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

const STATUSES = ['open', 'done', 'withdrawn'] as const;

interface TaskListOptions {
  readonly mine?: boolean;
  readonly owner?: string;
  readonly contact?: string;
  readonly status: (typeof STATUSES)[number];
  readonly limit: number;
}

/** Tasks, what is due first at the top. */
async function runTaskList(options: TaskListOptions, deps: Deps): Promise<Outcome> {
  if (options.mine && options.owner !== undefined)
    throw wrongUse('--mine and --owner contradict each other.', 'Give one of them.');
  const api = await deps.api();
  const assignee = options.mine ? 'me' : options.owner === undefined ? undefined : await userOf(api, options.owner);
  const contact = options.contact === undefined ? undefined : (await contactOf(api, options.contact)).id;
  const { status, limit } = options;
  const query = { assignee, contact, status };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listTasks, { query: { ...query, limit: rowsAPage } }),
  );
  return listed(shown, tableOf(shown, more, await userNames(api), deps));
}

function tableOf(tasks: readonly TaskView[], more: boolean, nameOf: NameOf, { style }: Deps): string {
  if (tasks.length === 0) return 'No tasks fit.';
  const columns = [
    { title: 'TASK' },
    { title: 'DUE (UTC)' },
    { title: 'KIND' },
    { title: 'TITLE', atMost: 40 },
    { title: 'CONTACT', atMost: 24 },
    { title: 'ASSIGNEE', atMost: 30 },
    { title: 'OUTCOMES' },
  ];
  const rows = tasks.map((task) => [
    task.id,
    tableTime(task.dueAt) || '-',
    task.kind,
    task.title,
    task.contactName ?? '-',
    task.assigneeId === null ? '-' : nameOf(task.assigneeId),
    task.outcome === null ? task.outcomes.join('|') : `done: ${task.outcome}`,
  ]);
  const end = endOfRows(tasks.length, more, 'task');
  return [table(columns, rows, style), '', end].join('\n');
}

export const taskList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list tasks, what is due first at the top')
    .description('List tasks that you may see, what is due first at the top.')
    .option('--mine', 'assigned to whoever the key acts as')
    .option('--owner <id|email>', 'assigned to this user')
    .option('--contact <id|email>', 'about this contact')
    .addOption(new Option('--status <status>', 'in this state').choices(STATUSES).default('open'))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText(
      'after',
      examples('task list --mine', 'task list --owner rep@demo.example', 'task list --contact ada@example.com --json'),
    )
    .action((options: TaskListOptions) => run((deps) => runTaskList(options, deps)));

interface TaskDoneOptions {
  readonly outcome: string;
  readonly note?: string;
  readonly answer?: readonly string[];
}

/** Records a task's outcome; its journey goes on from there. */
async function runTaskDone(id: string, options: TaskDoneOptions, deps: Deps): Promise<Outcome> {
  const { outcome, note, answer } = options;
  const answers = answersOf(answer);
  const api = await deps.api();
  const task = await api.call(completeTask, { params: { id }, body: { outcome, note, answers } });
  const next = task.journeyId === null ? '' : `\nWhat that led to: followthrough journey ${task.journeyId}`;
  return documented(task, `Done: “${task.title}”, ${task.outcome ?? outcome}.${next}`);
}

export const taskDone: Register = (parent, run) =>
  parent
    .command('done')
    .summary("record a task's outcome")
    .description("Record a task's outcome; its journey goes on from there. Only the assignee, a manager or ops may.")
    .argument('<id>', "the task's id")
    .requiredOption('--outcome <outcome>', 'one of the outcomes that the task lists')
    .option('--note <text>', 'what there is to say about it')
    .option('--answer <name=value>', "a field of the task's form; may be given several times", collect)
    .addHelpText(
      'after',
      examples(
        'task done tsk_01j8z... --outcome reached',
        'task done tsk_01j8z... --outcome reached --note "wants a quote" --answer budget=5000',
      ),
    )
    .action((id: string, options: TaskDoneOptions) => run((deps) => runTaskDone(id, options, deps)));
