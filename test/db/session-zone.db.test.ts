import { expect, test } from 'vitest';
import { openDb } from '../../src/db/client.js';
import { createTestDatabase } from '../support/postgres.js';

test('an instant is read as it was written, whatever zone the server has', async () => {
  const database = await createTestDatabase();
  const asked = new URL(database.url);
  asked.searchParams.set('options', '-c TimeZone=Asia/Shanghai');
  const db = openDb(asked.toString(), 1);
  try {
    const at = new Date('2026-03-02T23:30:00.123Z');
    await db.user.create({
      data: { id: 'usr_1', email: 'rep@sender.example', name: 'Rep', role: 'rep', createdAt: at },
    });
    expect((await db.user.findUniqueOrThrow({ where: { id: 'usr_1' } })).createdAt).toEqual(at);
    const rows = await db.$queryRaw`SELECT "createdAt", to_jsonb(u)->>'createdAt' AS text FROM users u`;
    expect(rows).toEqual([{ createdAt: at, text: '2026-03-02T23:30:00.123+00:00' }]);
  } finally {
    await db.$disconnect();
    await database.drop();
  }
});
