import type { Instant } from '../../domain/instant.js';
import { type DomainTurn, domainTurn, type Rate } from '../../domain/journey/receiving-rate.js';
import type { Tx } from '../client.js';
import { domainLock, holdAlone } from '../mailboxes/counted.js';

interface Asking {
  readonly domain: string;
  readonly rate: Rate;
  /** Since when it stands in the domain's line; null: it comes for the first time. */
  readonly linedUpAt: Instant | null;
  readonly now: Instant;
  /** Who is later than that by business time isn't waited for. */
  readonly catchUp: number;
}

/** Takes a turn at a domain, or answers when there is one. Null: others ask for long. */
export async function takeDomainTurn(
  tx: Tx,
  { domain, rate, linedUpAt, now, catchUp }: Asking,
): Promise<DomainTurn | null> {
  if (!(await holdAlone(tx, domainLock(domain)))) return null;
  const [row] = await tx.$queryRaw<{ clearAt: Date | null; older: number }[]>`
    SELECT (SELECT "clearAt" FROM receiving_paces WHERE domain = ${domain}) AS "clearAt",
      (SELECT count(*)::int FROM messages WHERE receiver = ${domain} AND "linedUpAt" < ${new Date(linedUpAt ?? now + 1)}
        AND state IN ('intended', 'uncertain') AND "dueAt" > ${new Date(now - catchUp)}) AS older`;
  const clearAt = row?.clearAt?.getTime() ?? null;
  const turn = domainTurn({ rate, clearAt, older: row?.older ?? 0, hasWaited: linedUpAt !== null, now });
  if (turn.type === 'go')
    await tx.receivingPace.upsert({
      where: { domain },
      create: { domain, clearAt: new Date(turn.clearAt) },
      update: { clearAt: new Date(turn.clearAt) },
    });
  return turn;
}
