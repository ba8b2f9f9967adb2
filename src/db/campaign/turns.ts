import type { PutOff, TurnAsked } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Instant } from '../../domain/instant.js';
import { type DomainTurns, domainTurns } from '../../domain/journey/receiving-rate.js';
import type { Db, Tx } from '../client.js';
import { domainLock, holdAllAlone } from '../mailboxes/counted.js';
import { execute, query, transaction } from '../statement.js';

/** Of which domain somebody else is asked for long: they ask again after so much business time. */
const ASKS_AGAIN_AFTER = 10_000;

interface Pace {
  readonly domain: string;
  readonly clearAt: Date | null;
  readonly plannedUntil: Date | null;
  readonly lined: number;
}

/**
 * Takes turns at receiving domains for many mails at once, by a few statements, however many domains they go to. `catchUp`: who
 * is later than that isn't waited for. Answers who is put off, and until when.
 */
export async function takeTurns(db: Db, asked: readonly TurnAsked[], now: Moment, catchUp: number): Promise<PutOff> {
  const of = new Map<string, TurnAsked[]>();
  for (const each of asked) of.set(each.domain, [...(of.get(each.domain) ?? []), each]);
  const domains = [...of.keys()].sort();
  return await transaction(db, async (tx) => {
    const held = await holdAllAlone(tx, domains.map(domainLock));
    const free = domains.filter((domain) => held.has(domainLock(domain)));
    const paces = new Map((await readPaces(tx, free, now, catchUp)).map((pace) => [pace.domain, pace]));
    const putOff = new Map<number, Instant>();
    const turns = new Map<string, DomainTurns>();
    for (const [domain, all] of of) {
      const pace = paces.get(domain);
      if (pace === undefined) {
        for (const { n } of all) putOff.set(n, now.virtual + ASKS_AGAIN_AFTER);
        continue;
      }
      const given = turnsFor(pace, all, now);
      turns.set(domain, given);
      const inOrder = [...all].sort((a, b) => Number(b.waited) - Number(a.waited));
      inOrder.slice(given.go).forEach(({ n }, index) => {
        putOff.set(n, given.untils[index] ?? now.virtual);
      });
    }
    await write(tx, turns);
    return putOff;
  });
}

function turnsFor({ clearAt, plannedUntil, lined }: Pace, all: readonly TurnAsked[], now: Moment): DomainTurns {
  const [first] = all;
  if (first === undefined) throw new Error('a domain at which nobody asks for a turn');
  const waited = all.filter((each) => each.waited).length;
  return domainTurns({
    ...{ rate: first.rate, lined, waited, first: all.length - waited, now: now.virtual },
    ...{ clearAt: clearAt?.getTime() ?? null, plannedUntil: plannedUntil?.getTime() ?? null },
  });
}

const readPaces = (tx: Tx, domains: readonly string[], { virtual }: Moment, catchUp: number): Promise<Pace[]> =>
  query<Pace>(tx)`
    SELECT asked.domain, p."clearAt", p."plannedUntil",
      (SELECT count(*)::int FROM messages WHERE receiver = asked.domain AND "linedUpAt" <= ${new Date(virtual)}
        AND state IN ('intended', 'uncertain') AND "dueAt" > ${new Date(virtual - catchUp)}) AS lined
    FROM unnest(${domains}::text[]) AS asked(domain) LEFT JOIN receiving_paces p USING (domain)`;

async function write(tx: Tx, turns: ReadonlyMap<string, DomainTurns>): Promise<void> {
  const known = [...turns].filter(([, { clearAt }]) => clearAt !== null);
  if (known.length === 0) return;
  const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
  await execute(tx)`
    INSERT INTO receiving_paces (domain, "clearAt", "plannedUntil")
    SELECT * FROM unnest(${known.map(([domain]) => domain)}::text[], ${known.map(([, { clearAt }]) => iso(clearAt))}::timestamptz[],
      ${known.map(([, { plannedUntil }]) => iso(plannedUntil))}::timestamptz[])
    ON CONFLICT (domain) DO UPDATE SET "clearAt" = excluded."clearAt", "plannedUntil" = excluded."plannedUntil"`;
}
