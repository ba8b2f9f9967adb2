import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRobotCaller } from '../../src/channels/robot.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createDeliveryStore } from '../../src/db/deliveries.js';
import { newId } from '../../src/db/new-id.js';
import { createRobotBook } from '../../src/db/robots/book.js';
import { createNotice } from '../../src/db/robots/create-notice.js';
import { createRobotStore } from '../../src/db/robots/store.js';
import { createSeal } from '../../src/db/seal.js';
import { type DeliverDeps, deliverWaiting } from '../../src/worker/deliver.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { ROBOT_SECRET, type RobotServer, startRobotServer } from '../support/robot-server.js';

const SEAL = createSeal('only for the tests of robots, and long enough');
/** Not in the minute after a half hour, in which Feishu's wait. */
const START = Date.parse('2027-01-04T09:10:00Z');

let database: TestDatabase;
let db: Db;
let server: RobotServer;
let now = START;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 4);
});
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});
beforeEach(async () => {
  server = await startRobotServer();
  now = START;
  await db.delivery.deleteMany();
  await db.robot.deleteMany();
});
afterEach(() => server.stop());

async function aUser(language: string | null = 'en'): Promise<string> {
  const id = newId('user');
  const person = { email: `${id}@followthrough.example`, name: 'Rep', role: 'rep', language, createdAt: new Date() };
  await db.user.create({ data: { id, ...person } });
  return id;
}

async function aTeamOf(userId: string): Promise<string> {
  const id = newId('team');
  await db.team.create({ data: { id, name: id, members: { create: { userId } } } });
  return id;
}

type Whose = { readonly type: 'user'; readonly userId: string } | { readonly type: 'team'; readonly teamId: string };

async function aRobot(whose: Whose, kind: 'wecom' | 'dingtalk' | 'slack' = 'wecom'): Promise<string> {
  const secret = kind === 'dingtalk' ? ROBOT_SECRET : null;
  const robot = { kind, name: 'Ours', whose, address: server.address(kind), secret };
  const made = await createRobotStore(db, SEAL).create(robot, { actorId: 'test', at: START });
  if (!made.ok) throw new Error(made.error);
  return made.value.id;
}

const tell = (userId: string, title?: string) =>
  db.$transaction((tx) =>
    createNotice(tx, {
      ...{ userId, at: START, journeyId: 'jrn_1' },
      ...(title === undefined
        ? { kind: 'task-overdue' as const, taskId: 'tsk_1' }
        : { kind: 'message' as const, title, text: '' }),
    }),
  );

const worker = (): DeliverDeps => ({
  store: createDeliveryStore(db),
  robots: createRobotBook(db, SEAL),
  sayThroughRobot: createRobotCaller({ loopback: true, now: Date.now }),
  pageUrl: 'https://crm.example/',
  mailer: { send: () => Promise.reject(new Error('no mail')), compose: () => Promise.reject(new Error('no mail')) },
  callWebhook: () => Promise.reject(new Error('no webhook')),
  sender: { name: 'F', address: 'f@crm.example' },
  messageHost: 'crm.example',
  now: () => now,
  onFailed: () => {},
});

/** Rounds as the worker makes them, until there is nothing to do now. */
async function deliver(): Promise<void> {
  while ((await deliverWaiting(worker(), 'robot')) > 0);
}

/** `realDueAt` of what is told is the wall clock's; the tests' time begins when it was told. */
const dueNow = () => db.delivery.updateMany({ where: { attempts: 0 }, data: { realDueAt: new Date(START) } });
const states = async () => (await db.delivery.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

describe('a notice', () => {
  test('is said by the user’s own robot, in their language, with no name and a link', async () => {
    const userId = await aUser('zh-CN');
    await aRobot({ type: 'team', teamId: await aTeamOf(userId) });
    await aRobot({ type: 'user', userId });
    await tell(userId);
    await dueNow();
    await deliver();
    expect(server.said).toEqual(['有一项任务已逾期，上报给您。\nhttps://crm.example/tasks/tsk_1']);
    expect(await db.notice.count({ where: { userId } })).toBe(1);
  });

  test('is said by their teams’ robots where they have none, once each', async () => {
    const userId = await aUser();
    for (const kind of ['slack', 'dingtalk'] as const)
      await aRobot({ type: 'team', teamId: await aTeamOf(userId) }, kind);
    await tell(userId, 'Look');
    await dueNow();
    await deliver();
    expect(server.said).toHaveLength(2);
    await deliver();
    expect(server.said).toHaveLength(2);
  });

  test('of somebody without any robot is on the page alone', async () => {
    await tell(await aUser());
    expect(await db.delivery.count()).toBe(0);
  });

  test('that is rolled back is never said', async () => {
    const userId = await aUser();
    await aRobot({ type: 'user', userId });
    const broken = db.$transaction(async (tx) => {
      await createNotice(tx, { userId, kind: 'task-overdue', at: START });
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(await db.delivery.count()).toBe(0);
  });
});

describe('a robot', () => {
  test('says at most ten at once and twenty in a minute; the others wait and none is lost', async () => {
    const userId = await aUser();
    await aRobot({ type: 'user', userId });
    for (let i = 0; i < 25; i += 1) await tell(userId, `notice ${i}`);
    await dueNow();
    await deliver();
    expect(server.said).toHaveLength(10);
    let inMinute = 0;
    for (; now < START + 60_000; now += 1_000) await deliver();
    inMinute = server.said.length;
    expect(inMinute).toBeLessThanOrEqual(20);
    for (; now < START + 180_000; now += 1_000) await deliver();
    expect(new Set(server.said).size).toBe(25);
    expect(server.said).toHaveLength(25);
  });

  test('that was shut out for ten minutes says nothing in them, and then all', async () => {
    const userId = await aUser();
    const id = await aRobot({ type: 'user', userId }, 'dingtalk');
    await tell(userId, 'one');
    await tell(userId, 'two');
    await dueNow();
    server.behaviour = { type: 'answer', status: 200, body: '{"errcode":130101,"errmsg":"send too fast"}' };
    await deliver();
    const calls = server.calls;
    server.behaviour = { type: 'take' };
    now = START + 599_000;
    await deliver();
    expect(server.calls).toBe(calls);
    expect((await db.robot.findUniqueOrThrow({ where: { id } })).lastCode).toBe('rate-limited');
    for (now = START + 601_000; now < START + 660_000; now += 1_000) await deliver();
    expect(server.said).toHaveLength(2);
  });

  test('whose answer was lost isn’t asked again', async () => {
    const userId = await aUser();
    await aRobot({ type: 'user', userId });
    await tell(userId, 'once');
    await dueNow();
    server.behaviour = { type: 'cut' };
    await deliver();
    server.behaviour = { type: 'take' };
    now += 86_400_000;
    await deliver();
    expect(server.said).toHaveLength(1);
    expect(await states()).toEqual(['failed']);
  });

  test('that can’t be reached is tried again', async () => {
    const userId = await aUser();
    await aRobot({ type: 'user', userId });
    await tell(userId, 'later');
    await dueNow();
    const reach = createRobotCaller({ loopback: true, now: Date.now });
    const away: DeliverDeps = {
      ...worker(),
      sayThroughRobot: (call) => reach({ ...call, address: 'http://127.0.0.1:1/cgi-bin/webhook/send?key=k' }),
    };
    await deliverWaiting(away, 'robot');
    expect(await states()).toEqual(['waiting']);
    now += 6_000;
    await deliver();
    expect(server.said).toHaveLength(1);
  });

  test('keeps its address and secret from whoever has the database alone', async () => {
    const id = await aRobot({ type: 'user', userId: await aUser() }, 'dingtalk');
    const row = await db.robot.findUniqueOrThrow({ where: { id } });
    const stored = Buffer.concat([row.address, row.secret ?? new Uint8Array()]).toString('latin1');
    expect(stored).not.toContain('access_token');
    expect(stored).not.toContain(ROBOT_SECRET);
    const other = createRobotBook(db, createSeal('another secret, which is long enough as well'));
    expect(await other.access(id)).toBe('locked');
    expect(await createRobotBook(db, SEAL).access(id)).toMatchObject({ secret: ROBOT_SECRET });
  });
});
