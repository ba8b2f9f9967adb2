import { hashPassword, hashSecret, makeKey, newSecret } from '../../../src/api/auth/secrets.js';
import type { Role } from '../../../src/api/contracts/common.js';
import type { Db } from '../../../src/db/client.js';
import { newId } from '../../../src/db/new-id.js';
import { DEMO_LOGINS } from '../../../src/dev/demo-logins.js';

export type Language = 'en' | 'zh-CN';
export const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];
export const ROLES: readonly Role[] = ['ops', 'manager', 'marketing', 'rep', 'viewer'];

/** As of the demo's people, whom the sign-in offers: this world too is reached by this machine only. */
export const passwordOf = (role: Role): string => `demo-${role}`;

/**
 * The demo's people, whom the sign-in offers, and more: one user for each role and language: a person's language is kept with the person, so two tests in two languages at
 * once need two people.
 */
const NAMES: { readonly [role in Role]: { readonly [language in Language]: string } } = {
  ops: { en: 'Olivia Ops', 'zh-CN': '欧阳运维' },
  manager: { en: 'Max Manager', 'zh-CN': '马经理' },
  marketing: { en: 'Mei Marketing', 'zh-CN': '梅市场' },
  rep: { en: 'Robin Rep', 'zh-CN': '李娜' },
  viewer: { en: 'Vera Viewer', 'zh-CN': '韦观' },
};
const ZONES: { readonly [language in Language]: string } = { en: 'America/New_York', 'zh-CN': 'Asia/Shanghai' };

export const emailOf = (role: Role, language: Language): string =>
  language === 'en' ? `${role}@demo.example` : role === 'rep' ? 'li.na@demo.example' : `${role}.zh@demo.example`;

export const nameOf = (role: Role, language: Language): string => NAMES[role][language];

/** Makes the people, with their teams and managers. Said twice, it changes nothing. */
export async function addPeople(db: Db): Promise<void> {
  const createdAt = new Date();
  for (const language of LANGUAGES) {
    const ids: Partial<Record<Role, string>> = {};
    for (const role of ROLES) {
      const email = emailOf(role, language);
      const passwordHash = await hashPassword(passwordOf(role), 10);
      const data = { name: nameOf(role, language), role, language, timezone: ZONES[language], passwordHash };
      const managerId = role === 'rep' ? (ids.manager ?? null) : null;
      const user = await db.user.upsert({
        where: { email },
        create: { id: newId('user'), email, createdAt, managerId, ...data },
        update: { managerId, ...data },
      });
      ids[role] = user.id;
    }
    await join(db, [ids.rep, ids.manager]);
  }
  const manager = await db.user.findUniqueOrThrow({ where: { email: emailOf('manager', 'en') } });
  for (const { email, name, role, password, timezone = null } of DEMO_LOGINS) {
    const passwordHash = await hashPassword(password, 10);
    const known = await db.user.findUnique({ where: { email } });
    if (known !== null) continue;
    const id = newId('user');
    const data = { id, email, name, role, timezone, passwordHash, createdAt, language: 'en', managerId: manager.id };
    await db.user.create({ data });
    await join(db, [id]);
  }
}

async function join(db: Db, members: readonly (string | undefined)[]): Promise<void> {
  await db.team.createMany({ data: [{ id: 'sales', name: 'Sales' }], skipDuplicates: true });
  const userIds = members.filter((id) => id !== undefined);
  await db.teamMember.createMany({
    data: userIds.map((userId) => ({ teamId: 'sales', userId })),
    skipDuplicates: true,
  });
}

export async function userId(db: Db, role: Role, language: Language): Promise<string> {
  return (await db.user.findUniqueOrThrow({ where: { email: emailOf(role, language) } })).id;
}

/** A session's cookie value, without the sign-in's slow hash and its limit of tries a minute. */
export async function openSession(db: Db, userId: string): Promise<{ readonly id: string; readonly token: string }> {
  const token = newSecret();
  const now = Date.now();
  const id = newId('session');
  await db.session.create({
    data: {
      id,
      hash: hashSecret(token),
      userId,
      createdAt: new Date(now),
      seenAt: new Date(now),
      expiresAt: new Date(now + 12 * 3_600_000),
    },
  });
  return { id, token };
}

/** A new key that acts as the user; its text. */
export async function addKey(db: Db, userId: string): Promise<string> {
  const id = newId('key');
  const { text, hash } = makeKey(id);
  await db.apiKey.create({ data: { id, hash, name: 'browser tests', userId, createdAt: new Date() } });
  return text;
}
