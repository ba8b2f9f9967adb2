import { z } from 'zod';
import { TLS_MODES } from '../../domain/mail-server.js';
import { MAILBOX_FINDINGS, MAILBOX_KINDS } from '../../domain/mailbox.js';
import { instant, line, name } from './common.js';
import { contract } from './contract.js';

const quota = z.int().min(1).max(1_000_000).nullable();

const fields = {
  kind: z
    .enum(MAILBOX_KINDS)
    .describe('`personal`: its owner’s, over which `from: owner` goes out; `team` and `marketing` are shared'),
  name: line().describe('as receivers see it'),
  address: line(320),
  ownerId: line(64).nullable(),
  teamId: name.max(64).nullable(),
  active: z.boolean(),
  dailyQuota: quota.describe('most messages in 24 hours; null: as many as come'),
  hourlyQuota: quota.describe('most messages in an hour of the clock; null: as many as come'),
};

const server = {
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[^\s/@\p{Cc}]+$/u, 'expected a host name or an IP address'),
  port: z.int().min(1).max(65_535),
  tls: z
    .enum(TLS_MODES)
    .describe(
      '`implicit`: from the first byte; `required`: STARTTLS or nothing; `offered`: STARTTLS if there is; `none`',
    ),
  user: line(320).nullable(),
};

const newServer = z
  .strictObject({
    ...server,
    password: z
      .string()
      .min(1)
      .max(1000)
      .regex(/^[^\r\n\0]+$/)
      .optional()
      .meta({ writeOnly: true })
      .describe('kept sealed and never shown; absent: as it was, as long as the server stays the same'),
  })
  .nullable();

const knownServer = z
  .object({ ...server, isPasswordSet: z.boolean() })
  .nullable()
  .describe('null: the configured server');

const warmUp = z
  .strictObject({
    from: instant,
    first: z.int().min(1).max(1_000_000).describe('messages on the first day'),
    growth: z.number().min(1).max(10).describe('how many times as many on each further day, until the daily quota'),
  })
  .nullable();

const dkimName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'expected a name in lower-case letters');

const newDkim = z
  .strictObject({
    domain: dkimName,
    selector: dkimName,
    privateKey: z
      .string()
      .max(20_000)
      .optional()
      .meta({ writeOnly: true })
      .describe('in PEM; absent: as it was, or a new one that is made here'),
  })
  .nullable();

const settings = {
  smtp: newServer,
  imap: newServer,
  plusAddresses: z.boolean().describe('whether what is sent to name+anything@ arrives too'),
  warmUp,
  dkim: newDkim,
};

export const mailbox = z.object({ id: z.string(), ...fields }).meta({ id: 'Mailbox' });
export type MailboxView = z.output<typeof mailbox>;

export const mailboxSettings = z
  .object({
    ...mailbox.shape,
    smtp: knownServer,
    imap: knownServer.describe('null: nothing is read'),
    plusAddresses: settings.plusAddresses,
    warmUp,
    dkim: z
      .object({
        domain: z.string(),
        selector: z.string(),
        record: z
          .object({ name: z.string(), value: z.string().nullable() })
          .describe('the TXT record to publish; null: the key can’t be opened'),
      })
      .nullable(),
    counted: z
      .object({ hour: z.int(), day: z.int(), today: z.int().nullable() })
      .describe('messages that count against the quotas now, and what the day allows; null: no limit'),
  })
  .meta({ id: 'MailboxSettings' });
export type MailboxSettingsView = z.output<typeof mailboxSettings>;

export const listMailboxes = contract({
  operationId: 'listMailboxes',
  method: 'GET',
  path: '/v1/mailboxes',
  tag: 'People',
  summary: 'The addresses that definitions send from. A person without a mailbox sends from their own address.',
  response: z.object({ data: z.array(mailbox) }),
});

export const mailboxSending = z
  .object({
    mailboxId: z.string(),
    hour: z.int().describe('messages that count against the quotas in this hour of the clock'),
    day: z.int().describe('in the 24 hours that end with it'),
    today: z.int().nullable().describe('how many the day allows; null: no limit'),
    warmUpDay: z.int().nullable().describe('1: the first day; null: there is no warm-up, or it is over'),
    signed: z.boolean().describe('whether what it sends is signed (DKIM)'),
  })
  .meta({ id: 'MailboxSending' });
export type MailboxSendingView = z.output<typeof mailboxSending>;

export const listMailboxSendings = contract({
  operationId: 'listMailboxSendings',
  method: 'GET',
  path: '/v1/mailbox-sendings',
  tag: 'People',
  summary: 'How the sending of mailboxes goes: what each has sent of what it may.',
  response: z.object({ data: z.array(mailboxSending) }),
});

export const getMailbox = contract({
  operationId: 'getMailbox',
  method: 'GET',
  path: '/v1/mailboxes/:id',
  tag: 'People',
  summary: 'A mailbox with its servers, quotas and signature. Passwords and keys are never shown.',
  params: z.object({ id: name.max(64) }),
  response: mailboxSettings,
});

const newMailbox = z.strictObject({
  id: name.max(64),
  ...fields,
  kind: fields.kind.default('team'),
  ownerId: fields.ownerId.default(null),
  teamId: fields.teamId.default(null),
  active: fields.active.default(true),
  dailyQuota: fields.dailyQuota.default(null),
  hourlyQuota: fields.hourlyQuota.default(null),
  smtp: settings.smtp.default(null),
  imap: settings.imap.default(null),
  plusAddresses: settings.plusAddresses.default(false),
  warmUp: settings.warmUp.default(null),
  dkim: settings.dkim.default(null),
});
export type NewMailbox = z.output<typeof newMailbox>;

export const createMailbox = contract({
  operationId: 'createMailbox',
  method: 'POST',
  path: '/v1/mailboxes',
  tag: 'People',
  summary: 'Make a mailbox. Definitions name it by its id, as in `from: marketing`.',
  body: newMailbox,
  response: mailboxSettings,
  status: 201,
});

const mailboxChanges = z.strictObject({ ...fields, ...settings }).partial();
export type MailboxChanges = z.output<typeof mailboxChanges>;

export const updateMailbox = contract({
  operationId: 'updateMailbox',
  method: 'PATCH',
  path: '/v1/mailboxes/:id',
  tag: 'People',
  summary: 'Change a mailbox. Nothing is sent from one that is not active.',
  params: z.object({ id: name.max(64) }),
  body: mailboxChanges,
  response: mailboxSettings,
});

const finding = z.object({
  code: z.enum(MAILBOX_FINDINGS).describe('`locked`: what is sealed can’t be opened with this MAILBOX_SECRET'),
  detail: z.string().describe('what the other side said; empty: nothing'),
});

export const checkMailbox = contract({
  operationId: 'checkMailbox',
  method: 'POST',
  path: '/v1/mailboxes/:id/check',
  tag: 'People',
  summary:
    'Log in to a mailbox’s servers, look up the record of its signature, and say what is wrong. Nothing is sent.',
  params: z.object({ id: name.max(64) }),
  response: z
    .object({ smtp: finding.nullable(), imap: finding.nullable(), dkim: finding.nullable() })
    .meta({ id: 'MailboxCheck' })
    .describe('null: the mailbox has none of its own'),
});
