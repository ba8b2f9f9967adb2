import type { Call } from '../../api/contracts/contract.js';
import type { createMailbox } from '../../api/contracts/mailboxes.js';
import { formatInstant } from '../../domain/instant.js';
import type { TlsMode } from '../../domain/mail-server.js';
import type { MailboxKind } from '../../domain/mailbox.js';
import { wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { orNone } from '../people-lookups.js';
import type { Deps } from '../ports.js';

/** What `mailbox add` and `mailbox set` take beside the address. */
export interface MailboxOptions {
  readonly kind?: MailboxKind;
  readonly name?: string;
  readonly address?: string;
  readonly owner?: string;
  readonly team?: string;
  readonly active?: boolean;
  readonly smtp?: string;
  readonly imap?: string;
  readonly passwordStdin?: boolean;
  readonly plusAddresses?: boolean;
  readonly daily?: number | 'none';
  readonly hourly?: number | 'none';
  readonly warmUp?: string;
  readonly warmUpFrom?: string;
  readonly dkim?: string;
  readonly dkimKey?: string;
}

type Body = Partial<Omit<Call<typeof createMailbox>['body'], 'id'>>;

/** The options as the API takes them; what wasn't given is absent. */
export async function bodyOf(options: MailboxOptions, deps: Deps, now: number): Promise<Body> {
  const { kind, name, address, active, plusAddresses, daily, hourly, smtp, imap, warmUp, dkim } = options;
  const [who, team] = [orNone(options.owner), orNone(options.team)];
  const password = await passwordOf(options, deps);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(active === undefined ? {} : { active }),
    ...(plusAddresses === undefined ? {} : { plusAddresses }),
    ...(who === undefined ? {} : { ownerId: who === null ? null : await userOf(await deps.api(), who) }),
    ...(team === undefined ? {} : { teamId: team }),
    ...(daily === undefined ? {} : { dailyQuota: orNone(daily) as number | null }),
    ...(hourly === undefined ? {} : { hourlyQuota: orNone(hourly) as number | null }),
    ...(smtp === undefined ? {} : { smtp: serverOf(smtp, 'smtp', password) }),
    ...(imap === undefined ? {} : { imap: serverOf(imap, 'imap', password) }),
    ...(warmUp === undefined ? {} : { warmUp: warmUpOf(warmUp, options.warmUpFrom ?? formatInstant(now)) }),
    ...(dkim === undefined ? {} : { dkim: await dkimOf(dkim, options.dkimKey, deps) }),
  };
}

async function passwordOf({ passwordStdin, smtp, imap }: MailboxOptions, deps: Deps): Promise<string | undefined> {
  if (passwordStdin !== true) return undefined;
  if (smtp === undefined && imap === undefined)
    throw wrongUse('--password-stdin is of no server.', 'Give --smtp or --imap with it.');
  const password = await deps.readInput();
  if (password === '') throw wrongUse('Standard input is empty.', 'Hand the password over on standard input.');
  return password;
}

const PORTS = { smtp: { plain: 587, secure: 465 }, imap: { plain: 143, secure: 993 } } as const;
const TLS_WORDS: readonly string[] = ['required', 'offered', 'none'] satisfies readonly TlsMode[];

/** `smtps://user@host:465`, `imap://host?tls=offered`; null for `none`. */
function serverOf(text: string, what: 'smtp' | 'imap', password: string | undefined) {
  if (text === 'none') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSecure = url?.protocol === `${what}s:`;
  const tls = isSecure ? 'implicit' : (url?.searchParams.get('tls') ?? 'required');
  if (url === null || !(isSecure || url.protocol === `${what}:`) || url.hostname === '')
    throw wrongUse(`--${what} got "${text}".`, `Write ${what}s://user@host:${PORTS[what].secure}, or none.`);
  if (url.password !== '')
    throw wrongUse(
      `--${what} has a password in it.`,
      'Others on this machine can read it there. Leave it out, give --password-stdin, and write it on standard input.',
    );
  if (!isSecure && !TLS_WORDS.includes(tls))
    throw wrongUse(`--${what} got the protection "${tls}".`, `Write ?tls= with one of ${TLS_WORDS.join(', ')}.`);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[what][isSecure ? 'secure' : 'plain'] : Number(url.port),
    tls: tls as TlsMode,
    user: url.username === '' ? null : decodeURIComponent(url.username),
    ...(password === undefined || url.username === '' ? {} : { password }),
  };
}

/** `20x1.3`: so many on the first day, so many times as many on each further one. */
function warmUpOf(text: string, from: string) {
  if (text === 'none') return null;
  const [, first, growth] = /^(\d{1,6})x(\d{1,2}(?:\.\d+)?)$/.exec(text) ?? [];
  if (first === undefined || growth === undefined)
    throw wrongUse(
      `--warm-up got "${text}".`,
      'Write 20x1.3 for 20 on the first day and 1.3 times as many on each further one.',
    );
  return { from, first: Number(first), growth: Number(growth) };
}

/** `example.com/followthrough`: the domain that signs, and the selector of its record. */
async function dkimOf(text: string, keyFile: string | undefined, deps: Deps) {
  if (text === 'none') return null;
  const [domain = '', selector = '', ...more] = text.toLowerCase().split('/');
  if (domain === '' || selector === '' || more.length > 0)
    throw wrongUse(`--dkim got "${text}".`, 'Write <domain>/<selector>, such as example.com/followthrough.');
  return { domain, selector, ...(keyFile === undefined ? {} : { privateKey: await deps.readText(keyFile) }) };
}
