import type { Db } from '../../src/db/client.js';
import { troubleOf } from './smtp-troubles.js';

/** One of the audience of a campaign under chaos. */
export interface Person {
  readonly contactId: string;
  readonly email: string | null;
  readonly language: string;
  /** Has unsubscribed from all before it began. */
  readonly saidNo: boolean;
}

/** What must come of somebody who is not held out, if nothing else comes between. */
export type Fate = 'sent' | 'doubt' | 'refused' | 'unsubscribed' | 'no-address';

/** The n-th of them, from 1: of a hundred four have said no, one has no address, and some have a mail server with troubles. */
export const personOf = (n: number): Person => ({
  contactId: `con_${n}`,
  email: n % 100 === 1 ? null : `ada${n}@${domainOf(n)}`,
  language: n % 4 === 0 ? 'zh-CN' : 'en',
  saidNo: n % 25 === 0,
});

function domainOf(n: number): string {
  if (n % 500 === 2) return 'nobody.example';
  if (n % 500 === 3) return 'grey.example';
  if (n % 1000 === 4) return 'dropped.example';
  if (n % 1000 === 5) return 'vanished.example';
  return `customer-${n % 50}.example`;
}

/** Those who may unsubscribe while it sends. */
export const mayChangeTheirMind = (n: number): boolean => n % 25 === 7;

export function fateOf({ email, saidNo }: Person): Fate {
  if (email === null) return 'no-address';
  if (saidNo) return 'unsubscribed';
  const ends = troubleOf(email)?.ends ?? 'sent';
  return ends === 'suppressed' ? 'refused' : ends;
}

/** Rows in one statement. */
const CHUNK = 10_000;

export async function makePeople(db: Db, count: number, at: Date): Promise<void> {
  for (let from = 1; from <= count; from += CHUNK) {
    const people = Array.from({ length: Math.min(CHUNK, count - from + 1) }, (_, i) => personOf(from + i));
    const like = { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', status: 'customer', country: 'US' };
    await db.contact.createMany({
      data: people.map(({ contactId, email, language }) => ({
        ...{ id: contactId, email, emailKey: email, language, ...like },
        ...{ tags: [], createdAt: at, updatedAt: at },
      })),
    });
    const no = people.filter(({ saidNo }) => saidNo);
    await db.optOut.createMany({ data: no.map(({ contactId }) => ({ contactId, topic: '*', source: 'chaos', at })) });
  }
}
