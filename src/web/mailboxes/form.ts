import type { Call } from '../../api/contracts/contract.js';
import type { createMailbox, MailboxChanges, MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import { dayBegins, dayOf } from '../people/days.js';

/* A mailbox as it is typed. Empty is none; what is secret is never known, so an empty one stays as it was. */

export type Tls = NonNullable<MailboxSettingsView['smtp']>['tls'];

export interface ServerForm {
  readonly isOwn: boolean;
  readonly host: string;
  readonly port: string;
  readonly tls: Tls;
  readonly user: string;
  readonly password: string;
}

export interface MailboxForm {
  readonly id: string;
  readonly kind: MailboxSettingsView['kind'];
  readonly name: string;
  readonly address: string;
  readonly ownerId: string;
  readonly teamId: string;
  readonly smtp: ServerForm;
  readonly imap: ServerForm;
  readonly plusAddresses: boolean;
  readonly dailyQuota: string;
  readonly hourlyQuota: string;
  readonly isWarmedUp: boolean;
  readonly first: string;
  readonly growth: string;
  /** A day, YYYY-MM-DD. */
  readonly from: string;
  readonly isSigned: boolean;
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
}

const SMTP: ServerForm = { isOwn: false, host: '', port: '465', tls: 'implicit', user: '', password: '' };
const IMAP: ServerForm = { ...SMTP, port: '993' };

export const emptyForm = (today: string): MailboxForm => ({
  ...{ id: '', kind: 'team', name: '', address: '', ownerId: '', teamId: '' },
  ...{ smtp: SMTP, imap: IMAP, plusAddresses: false, dailyQuota: '', hourlyQuota: '' },
  ...{ isWarmedUp: false, first: '20', growth: '1.3', from: today },
  ...{ isSigned: false, domain: '', selector: 'followthrough', privateKey: '' },
});

const serverForm = (server: MailboxSettingsView['smtp'], empty: ServerForm): ServerForm =>
  server === null
    ? empty
    : {
        isOwn: true,
        host: server.host,
        port: String(server.port),
        tls: server.tls,
        user: server.user ?? '',
        password: '',
      };

export function formOf(mailbox: MailboxSettingsView, today: string, zone: string): MailboxForm {
  const { id, kind, name, address, plusAddresses, warmUp, dkim } = mailbox;
  const empty = emptyForm(today);
  const number = (value: number | null) => (value === null ? '' : String(value));
  return {
    ...empty,
    ...{ id, kind, name, address, plusAddresses, ownerId: mailbox.ownerId ?? '', teamId: mailbox.teamId ?? '' },
    smtp: serverForm(mailbox.smtp, SMTP),
    imap: serverForm(mailbox.imap, IMAP),
    ...{ dailyQuota: number(mailbox.dailyQuota), hourlyQuota: number(mailbox.hourlyQuota) },
    ...(warmUp === null
      ? {}
      : {
          ...{ isWarmedUp: true, first: String(warmUp.first), growth: String(warmUp.growth) },
          from: dayOf(warmUp.from, zone),
        }),
    ...(dkim === null ? {} : { isSigned: true, domain: dkim.domain, selector: dkim.selector }),
  };
}

const orNone = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const numberOrNone = (text: string): number | null => (text.trim() === '' ? null : Number(text));

function serverOf(form: ServerForm) {
  if (!form.isOwn) return null;
  const { host, port, tls, user, password } = form;
  const server = { host: host.trim(), port: Number(port), tls, user: orNone(user) };
  // A password is taken as it is: a space may belong to it.
  return password === '' || server.user === null ? server : { ...server, password };
}

function settingsOf(form: MailboxForm, zone: string) {
  const { kind, plusAddresses, isWarmedUp, isSigned, privateKey } = form;
  const dkim = { domain: form.domain.trim().toLowerCase(), selector: form.selector.trim().toLowerCase() };
  return {
    ...{ kind, plusAddresses, name: form.name.trim(), address: form.address.trim() },
    ...{ ownerId: orNone(form.ownerId), teamId: orNone(form.teamId) },
    ...{ smtp: serverOf(form.smtp), imap: serverOf(form.imap) },
    ...{ dailyQuota: numberOrNone(form.dailyQuota), hourlyQuota: numberOrNone(form.hourlyQuota) },
    warmUp: isWarmedUp
      ? { from: dayBegins(form.from, zone), first: Number(form.first), growth: Number(form.growth) }
      : null,
    dkim: !isSigned ? null : privateKey.trim() === '' ? dkim : { ...dkim, privateKey: privateKey.trim() },
  };
}

/** All that is said of a new mailbox. */
export const newMailbox = (form: MailboxForm, zone: string): Call<typeof createMailbox>['body'] => ({
  id: form.id.trim(),
  ...settingsOf(form, zone),
});

/** What differs from before, and nothing else: what somebody else changes meanwhile stays. */
export function changesOf(before: MailboxForm, now: MailboxForm, zone: string): MailboxChanges {
  const [old, wanted] = [settingsOf(before, zone), settingsOf(now, zone)];
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => JSON.stringify(old[field as keyof typeof old]) !== JSON.stringify(value),
    ),
  );
}

/** Whether a server's password is kept as it is: known, of the same server, and not given anew. */
export const keepsPassword = (known: MailboxSettingsView['smtp'], form: ServerForm): boolean =>
  known?.isPasswordSet === true && isSame(known, form);

/** Whether a password is wanted again: the server is another one. */
export const wantsPassword = (known: MailboxSettingsView['smtp'], form: ServerForm): boolean =>
  known?.isPasswordSet === true && form.user.trim() !== '' && !isSame(known, form);

const isSame = (known: NonNullable<MailboxSettingsView['smtp']>, form: ServerForm): boolean =>
  known.host === form.host.trim() &&
  String(known.port) === form.port.trim() &&
  known.tls === form.tls &&
  known.user === orNone(form.user);

export type WrongCode = 'wrongId' | 'wrongText' | 'wrongNumber' | 'wrongPort' | 'wrongGrowth';

const isWhole = (text: string, most: number): boolean => /^[1-9]\d*$/.test(text.trim()) && Number(text) <= most;

/** What can be seen to be wrong before anybody is asked, by the pointer of its field. */
export function wrongOf(form: MailboxForm, isNew: boolean): ReadonlyMap<string, WrongCode> {
  const wrong = new Map<string, WrongCode>();
  const check = (pointer: string, code: WrongCode, isRight: boolean) => {
    if (!isRight) wrong.set(pointer, code);
  };
  if (isNew) check('/id', 'wrongId', /^\S{1,64}$/.test(form.id.trim()));
  check('/name', 'wrongText', form.name.trim() !== '');
  check('/address', 'wrongText', form.address.trim() !== '');
  for (const what of ['smtp', 'imap'] as const) {
    const server = form[what];
    if (!server.isOwn) continue;
    check(`/${what}/host`, 'wrongText', server.host.trim() !== '');
    check(`/${what}/port`, 'wrongPort', isWhole(server.port, 65_535));
  }
  for (const quota of ['dailyQuota', 'hourlyQuota'] as const)
    check(`/${quota}`, 'wrongNumber', form[quota].trim() === '' || isWhole(form[quota], 1_000_000));
  if (form.isWarmedUp) {
    check('/warmUp/first', 'wrongNumber', isWhole(form.first, 1_000_000));
    const growth = Number(form.growth);
    check('/warmUp/growth', 'wrongGrowth', form.growth.trim() !== '' && growth >= 1 && growth <= 10);
  }
  if (form.isSigned) {
    check('/dkim/domain', 'wrongText', form.domain.trim() !== '');
    check('/dkim/selector', 'wrongText', form.selector.trim() !== '');
  }
  return wrong;
}
