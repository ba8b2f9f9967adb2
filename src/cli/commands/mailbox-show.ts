import { checkMailbox, getMailbox, listMailboxes, type MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import type { MailboxFinding } from '../../domain/mailbox.js';
import { examples, type Register } from '../command.js';
import { userNames } from '../lookups.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

async function runMailboxList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data } = await api.call(listMailboxes);
  const nameOf = await userNames(api);
  const columns = ['MAILBOX', 'KIND', 'NAME', 'ADDRESS', 'OWNER', 'QUOTA', 'ACTIVE'].map((title) => ({ title }));
  const rows = data.map(({ id, kind, name, address, ownerId, active, dailyQuota, hourlyQuota }) => [
    id,
    kind,
    name,
    address,
    ownerId === null ? '-' : nameOf(ownerId),
    quotaWords(dailyQuota, hourlyQuota),
    active ? 'yes' : 'no',
  ]);
  return listed(
    data,
    [table(columns, rows, deps.style), '', `${counted(data.length, 'mailbox', 'mailboxes')}.`].join('\n'),
  );
}

function quotaWords(daily: number | null, hourly: number | null): string {
  const parts = [...(daily === null ? [] : [`${daily}/day`]), ...(hourly === null ? [] : [`${hourly}/hour`])];
  return parts.join(' ') || '-';
}

const serverWords = (server: MailboxSettingsView['smtp'], without: string): string =>
  server === null
    ? without
    : `${server.user === null ? '' : `${server.user} at `}${server.host}:${server.port} (TLS ${server.tls})`;

async function runMailboxShow(id: string, deps: Deps): Promise<Outcome> {
  const mailbox = await (await deps.api()).call(getMailbox, { params: { id } });
  const { warmUp, dkim, counted: now } = mailbox;
  const lines: readonly (readonly [string, string])[] = [
    ['address', `${mailbox.name} <${mailbox.address}>`],
    ['kind', mailbox.active ? mailbox.kind : `${mailbox.kind}, nothing is sent from it`],
    ['sends by', serverWords(mailbox.smtp, 'the configured server')],
    ['is read from', serverWords(mailbox.imap, 'nowhere')],
    ['quota', quotaWords(mailbox.dailyQuota, mailbox.hourlyQuota)],
    ...(warmUp === null
      ? []
      : [
          [
            'warm-up',
            `${warmUp.first} on the first day from ${warmUp.from}, times ${warmUp.growth} each further day`,
          ] as const,
        ]),
    ['counted', `${now.hour} this hour, ${now.day} in 24 hours${now.today === null ? '' : ` of ${now.today}`}`],
    ['signed', dkim === null ? 'no' : `by ${dkim.domain}`],
    ...(dkim === null
      ? []
      : [['record', `${dkim.record.name} TXT ${dkim.record.value ?? '(its key can’t be opened)'}`] as const]),
  ];
  return documented(mailbox, lines.map(([what, value]) => `${what.padEnd(13)} ${value}`).join('\n'));
}

/** What a finding means, to whoever can mend it. */
const FINDINGS: { readonly [code in MailboxFinding['code']]: string } = {
  ok: 'well',
  locked: 'its password or key was sealed with another MAILBOX_SECRET: set that one, or give the password again',
  'no-such-host': 'there is no such host: check its name',
  unreachable: 'it can’t be reached: check host and port, and whether a firewall is between',
  timeout: 'it doesn’t answer in time: check the port, and whether TLS from the first byte is meant (smtps, imaps)',
  certificate: 'its certificate isn’t valid for this name: renew it, or give the name that it is for',
  'no-tls': 'it offers no TLS as asked for: check the port, and smtps or ?tls=',
  'wrong-login': 'it refuses user or password: providers often want a password for applications here',
  refused: 'it refuses',
  'not-a-server': 'what answers there is no mail server: check the port',
  'no-record': 'its record isn’t published: `followthrough mailbox show` prints it',
  'other-key': 'its record has another key: publish the one that `followthrough mailbox show` prints',
};

async function runMailboxCheck(id: string, deps: Deps): Promise<Outcome> {
  const found = await (await deps.api()).call(checkMailbox, { params: { id } });
  const parts = [
    ['sending', found.smtp, 'goes out by the configured server'],
    ['reading', found.imap, 'is not read'],
    ['signature', found.dkim, 'is not signed'],
  ] as const;
  const lines = parts.map(([what, finding, without]) => {
    if (finding === null) return `${what.padEnd(10)} ${without}`;
    const said = finding.code !== 'ok' && finding.detail !== '' ? ` (${finding.detail})` : '';
    return `${what.padEnd(10)} ${FINDINGS[finding.code]}${said}`;
  });
  const isWell = parts.every(([, finding]) => finding === null || finding.code === 'ok');
  return documented(found, lines.join('\n'), isWell ? 0 : 1);
}

export const mailboxList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list mailboxes')
    .description(
      'List the addresses that definitions send from. A person without a mailbox sends from their own address.',
    )
    .addHelpText('after', examples('mailbox list'))
    .action(() => run(runMailboxList));

export const mailboxShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show a mailbox')
    .description('Show a mailbox: its servers, its quotas and what counts against them, and its signature’s record.')
    .argument('<id>', 'which mailbox')
    .addHelpText('after', examples('mailbox show marketing'))
    .action((id: string) => run((deps) => runMailboxShow(id, deps)));

export const mailboxCheck: Register = (parent, run) =>
  parent
    .command('check')
    .summary('log in to a mailbox’s servers and say what is wrong')
    .description(
      'Log in to a mailbox’s servers, look up its signature’s record, and say what is wrong. Nothing is sent.',
    )
    .argument('<id>', 'which mailbox')
    .addHelpText('after', examples('mailbox check marketing'))
    .action((id: string) => run((deps) => runMailboxCheck(id, deps)));
