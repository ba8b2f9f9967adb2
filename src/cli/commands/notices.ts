import { listNotices, type NoticeView, readAllNotices, readNotice } from '../../api/contracts/notices.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface NoticesOptions {
  readonly unread?: boolean;
  readonly read?: string;
  readonly readAll?: boolean;
  readonly limit: number;
}

async function runNotices({ unread, read, readAll, limit }: NoticesOptions, deps: Deps): Promise<Outcome> {
  if ([unread, read, readAll].filter((given) => given !== undefined).length > 1)
    throw wrongUse('--unread, --read and --read-all contradict each other.', 'Give one of them.');
  const api = await deps.api();
  if (read !== undefined) {
    const notice = await api.call(readNotice, { params: { id: read } });
    return documented(notice, `Read: ${WORDS[notice.kind]}${aboutOf(notice) === '' ? '' : `, ${aboutOf(notice)}`}.`);
  }
  if (readAll === true) {
    const done = await api.call(readAllNotices, { body: {} });
    return documented(done, done.read === 0 ? 'There was none to read.' : `Read: ${counted(done.read, 'notice')}.`);
  }
  const query = { unread: unread ? ('true' as const) : undefined };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listNotices, { query: { ...query, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed([], unread ? 'No notice is unread.' : 'There are no notices.');
  return listed(shown, tableOf(shown, more, deps));
}

function tableOf(notices: readonly NoticeView[], more: boolean, { style }: Deps): string {
  const columns = [
    { title: 'NOTICE' },
    { title: 'AT (UTC)' },
    { title: 'READ' },
    { title: 'WHAT', atMost: 48 },
    { title: 'ABOUT', atMost: 48 },
    { title: 'JOURNEY' },
  ];
  const rows = notices.map((notice) => [
    notice.id,
    tableTime(notice.at),
    notice.readAt === null ? '' : 'read',
    notice.title ?? WORDS[notice.kind],
    aboutOf(notice),
    notice.journeyId ?? '',
  ]);
  const end = endOfRows(notices.length, more, 'notice');
  return [table(columns, rows, style), '', end].join('\n');
}

const aboutOf = ({ taskTitle, contactName }: NoticeView): string =>
  [taskTitle, contactName].filter((part) => part !== null).join(': ');

const WORDS: { readonly [kind in NoticeView['kind']]: string } = {
  message: 'message',
  'task-reminder': 'task not done yet',
  'task-overdue': 'task overdue',
  'sla-broken': 'stage not left in time',
  'nobody-available': 'nobody was there to take it',
  'lead-given': 'lead given to you',
  'lead-claimed': 'lead claimed',
  'lead-unworked': 'lead not worked yet',
  'lead-taken-back': 'lead taken back',
  'appointment-declined': 'appointment declined',
  other: 'notice',
};

export const notices: Register = (parent, run) =>
  parent
    .command('notices')
    .summary('read what you are told: reminders, escalations, leads, messages')
    .description('List your notices, newest first, or mark them as read. They are those of whoever the key acts as.')
    .option('--unread', 'only what has not been read')
    .option('--read <id>', 'mark this one as read')
    .option('--read-all', 'mark all as read')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('notices --unread', 'notices --read ntc_01j8z...', 'notices --read-all'))
    .action((options: NoticesOptions) => run((deps) => runNotices(options, deps)));
