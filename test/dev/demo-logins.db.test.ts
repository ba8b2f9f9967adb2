import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, makeKey, parseKey, verifyPassword } from '../../src/api/auth/secrets.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createLoginStore } from '../../src/db/login-store.js';
import { DEMO_LOGINS, ensureDemoLogins, keyFileIn } from '../../src/dev/demo-logins.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let db: Db;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 2);
  dataDir = await mkdtemp(path.join(tmpdir(), 'followthrough-test-logins-'));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const ensure = () =>
  ensureDemoLogins(createLoginStore(db, { makeKey, parseKey }), {
    now: Date.now(),
    dataDir,
    hashPassword: (password) => hashPassword(password, 8),
  });

describe('demo logins', () => {
  it('are one for each role and two more reps, with the passwords that are printed, and a key only we can read', async () => {
    const { logins, keyFile } = await ensure();
    const roles = logins.map((login) => login.role).sort();
    expect(roles).toEqual(['manager', 'marketing', 'ops', 'rep', 'rep', 'rep', 'viewer']);
    for (const { email, password, role } of logins) {
      const user = await db.user.findUnique({ where: { email }, include: { manager: true } });
      expect(user?.role).toBe(role);
      expect(user?.manager?.email ?? null).toBe(role === 'rep' ? 'manager@demo.example' : null);
      expect(await verifyPassword(password, user?.passwordHash ?? null), email).toBe(true);
    }
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const key = parseKey((await readFile(keyFile, 'utf8')).trim());
    expect(await db.apiKey.findUnique({ where: { id: key?.id ?? '' }, include: { user: true } })).toMatchObject({
      hash: key?.hash,
      user: { role: 'ops' },
    });
  });

  it('make the reps the sales team, to which the shipped journey gives leads without an owner', async () => {
    await ensure();
    const members = await db.teamMember.findMany({ where: { teamId: 'sales' }, include: { user: true } });
    const reps = DEMO_LOGINS.filter(({ role }) => role === 'rep').map(({ email }) => email);
    expect(members.map((member) => member.user.email).sort()).toEqual(reps.sort());
    expect(members.find(({ user }) => user.name === '李娜')?.user).toMatchObject({
      language: 'zh-CN',
      timezone: 'Asia/Shanghai',
    });
  });

  it('stay as they are the second time', async () => {
    const before = await readFile(keyFileIn(dataDir), 'utf8');
    await ensure();
    expect(await db.user.count()).toBe(DEMO_LOGINS.length);
    expect(await db.apiKey.count()).toBe(1);
    expect(await readFile(keyFileIn(dataDir), 'utf8')).toBe(before);
  });

  it('get a new key when the database no longer knows the old one', async () => {
    const before = await readFile(keyFileIn(dataDir), 'utf8');
    await db.apiKey.deleteMany();
    await ensure();
    expect(await readFile(keyFileIn(dataDir), 'utf8')).not.toBe(before);
    expect(await db.apiKey.count()).toBe(1);
  });
});
