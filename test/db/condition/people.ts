import type { Db } from '../../../src/db/client.js';
import { Prisma } from '../../../src/db/generated/client.js';
import { accountFields, contactFields, dealFields, ownerFields } from '../../../src/db/journey/records.js';
import type { Fields } from '../../../src/domain/journey/facts.js';
import type { Random } from '../../domain/definition/fuzz/random.js';

/** Made-up people with every kind of value a field can hold, gaps, look-alikes, and texts that SQL could stumble over. */

export const NOW = Date.parse('2027-01-15T12:00:00Z');
const DAY = 86_400_000;

export const TEXTS = [
  ...['customer', 'Customer', 'CUSTOMER', 'lead', 'lead ', '', ' ', 'zürich', 'Zürich', 'ﬁne', 'e\u0301', 'é'],
  ...['上海', '上海机械有限公司', '深圳', '深', '😀', '😀😀', 'a😀', '\uffee', 'ß', 'ss', 'İ', 'i', 'I', 'ı'],
  ...["O'Brien", '100%', 'a_b', 'a\\b', '$1', '?', '"', '{}', 'null', 'true', '5', '5.0', '-1'],
  ...['2027-01-10', '2027-02-30', '2026-12-31T23:59:59Z', '2027-01-15T12:00:00+08:00', '2027-01-14T09:30', '--02-29'],
  ...['2027-01-15T12:00:00.9999Z', '0999-01-01', '2027-13-01', 'x2027-01-10', '2027-01-10 ', '2027-1-1'],
];
export const NUMBERS = [0, 1, -1, 5, 5.5, 0.1, 0.3, 100, 1e15, -2.25, 12_345.67, NOW, NOW - 3 * DAY];
export const TAGS = ['vip', 'VIP', '老客户', "o'tag", '', 'a,b', 'ümlaut', '😀'];
export const EVENT_TYPES = ['order.placed', 'case.opened', 'email.replied', 'webinar.attended'];
export const CUSTOM = ['budget', 'segment', 'renewsOn', 'since', 'hobbies', 'likes-it', "quo'te"];

const maybe = <T>(random: Random, make: () => T, missing = 0.3): T | null => (random.chance(missing) ? null : make());

const moment = (random: Random): Date => {
  const near = NOW + Math.round((random.next() - 0.6) * 400 * DAY);
  return new Date(
    random.pick([near, NOW, NOW - 7 * DAY, NOW + 500, NOW - 7 * DAY + 250, -1_500, near - (near % 1000)]),
  );
};

const customValue = (random: Random): unknown =>
  random.pick<() => unknown>([
    () => random.pick(TEXTS),
    () => random.pick(NUMBERS),
    () => random.chance(0.5),
    () => null,
    () => random.times(random.below(4), () => random.pick<unknown>([random.pick(TAGS), 5, null])),
    () => ({ a: random.pick(TEXTS) }),
    () => moment(random).toISOString(),
  ])();

const custom = (random: Random): Prisma.InputJsonValue =>
  Object.fromEntries(CUSTOM.filter(() => random.chance(0.5)).map((name) => [name, customValue(random)])) as never;

const birthday = (random: Random): Prisma.InputJsonValue =>
  random.pick<Prisma.InputJsonValue>([
    '1990-05-17',
    '--05-17',
    '2027-01-10',
    { lunar: { month: 8, day: 15, leap: false } },
    'someday',
  ]);

/** Fills the database; every third contact has no account, every fourth no owner, some have several deals. */
export async function makePeople(db: Db, random: Random, count: number): Promise<void> {
  const text = (): string => random.pick(TEXTS);
  const stamps = { createdAt: new Date(NOW - 900 * DAY), updatedAt: moment(random) };
  await db.team.createMany({ data: ['east', '华东', 'West'].map((id) => ({ id, name: id })) });
  const owners = random.times(6, (i) => ({
    id: `usr_${i}`,
    email: `owner${i}@example.com`,
    name: text() || 'x',
    phone: maybe(random, text),
    role: 'rep',
    language: maybe(random, () => random.pick(['en', 'zh-CN', 'EN'])),
    timezone: maybe(random, () => 'Asia/Shanghai'),
    createdAt: stamps.createdAt,
  }));
  await db.user.createMany({ data: owners });
  await db.user.updateMany({ where: { id: { in: ['usr_1', 'usr_2'] } }, data: { managerId: 'usr_0' } });
  await db.teamMember.createMany({
    data: [
      ...['West', 'east', '华东'].map((teamId) => ({ teamId, userId: 'usr_1' })),
      { teamId: 'east', userId: 'usr_2' },
      { teamId: '华东', userId: 'usr_3' },
    ],
  });
  const accounts = random.times(Math.ceil(count / 4), (i) => ({
    id: `acc_${i}`,
    name: text(),
    industry: maybe(random, text),
    size: maybe(random, () => random.pick([0, 5, 100, -1])),
    region: maybe(random, text),
    country: maybe(random, () => random.pick(['DE', 'CN', 'de'])),
    website: maybe(random, text),
    custom: custom(random),
    ...stamps,
  }));
  await db.account.createMany({ data: accounts });
  const contacts = random.times(count, (i) => ({
    id: `con_${String(i).padStart(5, '0')}`,
    email: maybe(random, () => `p${i}@Example.com`),
    phone: maybe(random, text),
    firstName: maybe(random, text),
    lastName: maybe(random, text),
    name: text(),
    company: maybe(random, text),
    title: maybe(random, text),
    language: maybe(random, text),
    timezone: maybe(random, text),
    country: maybe(random, () => random.pick(['DE', 'CN', 'de'])),
    region: maybe(random, text),
    city: maybe(random, text),
    source: maybe(random, text),
    channel: maybe(random, text),
    status: maybe(random, text),
    stage: maybe(random, text),
    tags: TAGS.filter(() => random.chance(0.2)),
    score: random.pick(NUMBERS),
    birthday: maybe(random, () => birthday(random)) ?? Prisma.DbNull,
    firstOrderAt: maybe(random, () => moment(random)),
    lastOrderAt: maybe(random, () => moment(random)),
    lastContactAt: maybe(random, () => moment(random)),
    orderCount: random.pick([0, 1, 5, 100]),
    totalSpent: random.pick([0, 0.1, 0.3, 12_345.67, 100, -2.25]),
    satisfaction: maybe(random, () => random.pick([0, 1, 4.5, 5])),
    doNotContact: random.chance(0.3),
    custom: custom(random),
    accountId: random.chance(0.3) ? null : `acc_${random.below(accounts.length)}`,
    ownerId: random.chance(0.25) ? null : `usr_${random.below(owners.length)}`,
    createdAt: moment(random),
    updatedAt: moment(random),
  }));
  await db.contact.createMany({ data: contacts });
  await makeHistory(
    db,
    random,
    contacts.map(({ id }) => id),
  );
}

async function makeHistory(db: Db, random: Random, contactIds: readonly string[]): Promise<void> {
  const text = (): string => random.pick(TEXTS);
  const deals = contactIds.flatMap((contactId) =>
    random.times(random.below(4), (i) => ({
      id: `dea_${contactId}_${i}`,
      name: text(),
      contactId,
      stage: maybe(random, text),
      amount: maybe(random, () => random.pick([0, 0.1, 0.3, 12_345.67, 100])),
      currency: maybe(random, () => random.pick(['EUR', 'CNY'])),
      probability: maybe(random, () => random.pick([0, 0.5, 1])),
      product: maybe(random, text),
      channel: maybe(random, text),
      status: random.pick(['open', 'won', 'lost']),
      expectedCloseAt: maybe(random, () => moment(random)),
      closedAt: maybe(random, () => moment(random)),
      custom: custom(random),
      // Often the same instant: then the id decides which is the newest.
      createdAt: random.pick([new Date(NOW - DAY), moment(random)]),
      updatedAt: moment(random),
    })),
  );
  await db.deal.createMany({ data: deals });
  const events = contactIds.flatMap((contactId) => {
    // Of half of them nothing lies ahead, as of all whom the engine writes of.
    const until = random.chance(0.5) ? NOW : Number.POSITIVE_INFINITY;
    return random.times(random.chance(0.15) ? 60 + random.below(60) : random.below(5), (i) => ({
      id: `evt_${contactId}_${i}`,
      type: random.pick(EVENT_TYPES),
      at: new Date(Math.min(moment(random).getTime(), until)),
      realAt: new Date(NOW),
      contactId,
      source: 'test',
    }));
  });
  await db.event.createMany({ data: events });
}

type Figures = { readonly [name: string]: number | null };

/** The figures behind the value classes: of orders and won deals the greater. Recency in epoch ms. */
export function figuresOf(
  { orderCount, totalSpent, lastOrderAt }: { orderCount: number; totalSpent: unknown; lastOrderAt: Date | null },
  deals: readonly { status: string; amount: unknown; closedAt: Date | null }[],
): Figures {
  const won = deals.filter(({ status }) => status === 'won');
  const instants = [lastOrderAt, ...won.map(({ closedAt }) => closedAt)].flatMap((at) => at?.getTime() ?? []);
  const frequency = Math.max(orderCount, won.length);
  // In whole cents, as Postgres adds decimals.
  const cents = won.flatMap(({ amount }) => (amount === null ? [] : [Math.round(Number(amount) * 100)]));
  const ofWon = cents.length === 0 ? -Infinity : cents.reduce((sum, each) => sum + each, 0) / 100;
  return {
    recency: instants.length === 0 ? null : Math.max(...instants),
    frequency: frequency > 0 ? frequency : null,
    value: frequency > 0 ? Math.max(Number(totalSpent), ofWon) : null,
  };
}

type Begins = { readonly [name: string]: readonly number[] };

export async function readBegins(db: Db): Promise<Begins | null> {
  const row = await db.valueBounds.findFirst();
  return (
    row && {
      recency: row.recency.map((at) => at.getTime()),
      frequency: row.frequency,
      value: row.value.map(Number),
    }
  );
}

export const classesBy = (figures: Figures, begins: Begins | null): Fields =>
  Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      figure === null || begins === null ? null : 1 + (begins[name] ?? []).filter((begin) => figure >= begin).length,
    ]),
  );

export interface Person {
  readonly id: string;
  /** What the engine's predicate asks. */
  readonly lookup: (path: string) => unknown;
}

/** Everybody as the engine reads them, each with the newest deal and the instants of all events. */
export async function readPeople(db: Db): Promise<Person[]> {
  const rows = await db.contact.findMany({
    include: {
      account: true,
      owner: { include: { teams: { orderBy: { teamId: 'asc' } } } },
      deals: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] },
    },
    orderBy: { id: 'asc' },
  });
  const events = await db.event.findMany({ orderBy: { seq: 'asc' } });
  const bounds = await readBegins(db);
  return rows.map((row) => {
    const deal = row.deals[0];
    const records: { readonly [root: string]: Fields | null } = {
      contact: contactFields(row),
      account: row.account && accountFields(row.account),
      owner: row.owner && ownerFields(row.owner),
      deal: deal === undefined ? null : dealFields(deal),
      rfm: classesBy(figuresOf(row, row.deals), bounds),
    };
    const lookup = (path: string): unknown => {
      const dot = path.indexOf('.');
      const [root, rest] = [path.slice(0, dot), path.slice(dot + 1)];
      if (root !== 'events') return records[root]?.[rest];
      return events
        .filter(({ contactId, type }) => contactId === row.id && type === rest)
        .map(({ at }) => at.getTime());
    };
    return { id: row.id, lookup };
  });
}
