import type { MailboxSendingView, MailboxSettingsView, MailboxView } from '../../api/contracts/mailboxes.js';
import type { MailboxAccess } from '../../api/people-ports.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { type Counted, countedInDay, dayLimit, hourOf, type Quotas, warmUpDay } from '../../domain/journey/quota.js';
import type { MailboxKind } from '../../domain/mailbox.js';
import type { Mailbox } from '../generated/client.js';
import type { Seal } from '../seal.js';
import { dkimRecord } from './dkim-keys.js';
import { accessOf, opened, placeOf, serverOf } from './servers.js';

export const viewOf = (row: Mailbox): MailboxView => ({
  id: row.id,
  kind: row.kind as MailboxKind,
  name: row.name,
  address: row.address,
  ownerId: row.ownerId,
  teamId: row.teamId,
  active: row.active,
  dailyQuota: row.dailyQuota,
  hourlyQuota: row.hourlyQuota,
});

/** What a mailbox's row says of how many it may send. */
export function quotasOf(row: Mailbox): Quotas {
  const { warmUpFrom: from, warmUpFirst: first, warmUpGrowth: growth } = row;
  const warmUp = from === null || first === null || growth === null ? null : { from: from.getTime(), first, growth };
  return { daily: row.dailyQuota, hourly: row.hourlyQuota, warmUp };
}

export function sendingViewOf(row: Mailbox, counted: Counted, now: Instant): MailboxSendingView {
  const quotas = quotasOf(row);
  const signed = row.dkimDomain !== null && row.dkimSelector !== null && row.dkimKey !== null;
  return { mailboxId: row.id, ...countedOf(quotas, counted, now), warmUpDay: warmUpDay(quotas, now), signed };
}

function countedOf(quotas: Quotas, counted: Counted, now: Instant): MailboxSettingsView['counted'] {
  const hour = hourOf(now);
  const today = dayLimit(quotas, now);
  return {
    hour: counted.get(hour) ?? 0,
    day: countedInDay(counted, hour),
    today: Number.isFinite(today) ? today : null,
  };
}

export function settingsViewOf(row: Mailbox, seal: Seal | null, counted: Counted, now: Instant): MailboxSettingsView {
  const quotas = quotasOf(row);
  const record = recordOf(row, seal);
  return {
    ...viewOf(row),
    smtp: serverOf(row, 'smtp'),
    imap: serverOf(row, 'imap'),
    plusAddresses: row.plusAddresses,
    warmUp: quotas.warmUp === null ? null : { ...quotas.warmUp, from: formatInstant(quotas.warmUp.from) },
    dkim:
      row.dkimDomain === null || row.dkimSelector === null || record === null
        ? null
        : { domain: row.dkimDomain, selector: row.dkimSelector, record },
    counted: countedOf(quotas, counted, now),
  };
}

/** The record by which receivers check the mailbox's signature; null: it has none. */
function recordOf(row: Mailbox, seal: Seal | null): MailboxAccess['dkim'] {
  if (row.dkimDomain === null || row.dkimSelector === null || row.dkimKey === null) return null;
  const key = opened(seal, row.dkimKey, placeOf(row.id, 'dkim'));
  return { name: `${row.dkimSelector}._domainkey.${row.dkimDomain}`, value: key === null ? null : dkimRecord(key) };
}

export function accessViewOf(row: Mailbox, seal: Seal | null): MailboxAccess {
  const server = (what: 'smtp' | 'imap') => {
    const access = accessOf(row, what, seal);
    return access.type === 'open' ? access.server : access.type === 'locked' ? 'locked' : null;
  };
  return { smtp: server('smtp'), imap: server('imap'), dkim: recordOf(row, seal) };
}
