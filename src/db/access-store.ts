import type { ApiKeyView } from '../api/contracts/auth.js';
import type { AccessStore, Principal } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import type { ApiKey, User } from './generated/client.js';
import { cutPage, iso, isoOrNull, textAt } from './paging.js';
import { roleOf } from './people/user-view.js';

const principal = (user: User): Principal => ({
  userId: user.id,
  email: user.email,
  name: user.name,
  role: roleOf(user.role),
  language: user.language,
  timezone: user.timezone,
});

const keyView = (key: ApiKey & { user: User }): ApiKeyView => ({
  id: key.id,
  name: key.name,
  userId: key.userId,
  role: roleOf(key.user.role),
  createdAt: iso(key.createdAt),
  expiresAt: isoOrNull(key.expiresAt),
  revokedAt: isoOrNull(key.revokedAt),
  lastUsedAt: isoOrNull(key.lastUsedAt),
});

/** Users, sessions and keys in Postgres. */
export function createAccessStore(db: Db): AccessStore {
  return { ...users(db), ...passwords(db), ...sessions(db), ...keys(db) };
}

function users(db: Db): Pick<AccessStore, 'userByEmail' | 'userById' | 'chooseLanguage'> {
  return {
    async userByEmail(email) {
      const user = await db.user.findFirst({ where: { email: { equals: email, mode: 'insensitive' }, active: true } });
      return user === null ? null : { ...principal(user), passwordHash: user.passwordHash };
    },
    async userById(id) {
      const user = await db.user.findUnique({ where: { id, active: true } });
      return user === null ? null : principal(user);
    },
    async chooseLanguage(id, language) {
      await db.user.update({ where: { id }, data: { language } });
    },
  };
}

function passwords(db: Db): Pick<AccessStore, 'userByInvitation' | 'choosePassword'> {
  return {
    async userByInvitation(hash, now) {
      const where = { inviteHash: hash, inviteUntil: { gt: new Date(now) }, active: true };
      const user = await db.user.findFirst({ where });
      return user === null ? null : principal(user);
    },
    async choosePassword(userId, passwordHash, by, options) {
      return await db.$transaction(async (tx) => {
        const { count } = await tx.user.updateMany({
          where: { id: userId, active: true, ...('invitation' in options ? { inviteHash: options.invitation } : {}) },
          data: { passwordHash, inviteHash: null, inviteUntil: null },
        });
        if (count === 0) return false;
        const kept = 'keepSession' in options ? { NOT: { id: options.keepSession } } : {};
        await tx.session.deleteMany({ where: { userId, ...kept } });
        await writeAudit(tx, by, { action: 'user.password', objectType: 'user', objectId: userId });
        return true;
      });
    },
  };
}

function sessions(db: Db): Pick<AccessStore, 'createSession' | 'sessionByHash' | 'endSession'> {
  return {
    async createSession({ at, expiresAt, ...session }) {
      // Who signs in sweeps what has run out, so that the table needs no keeper.
      await db.session.deleteMany({ where: { expiresAt: { lt: new Date(at) } } });
      await db.session.create({
        data: { ...session, createdAt: new Date(at), seenAt: new Date(at), expiresAt: new Date(expiresAt) },
      });
    },
    async sessionByHash(hash, now) {
      const session = await db.session.findUnique({ where: { hash }, include: { user: true } });
      if (session === null || session.expiresAt.getTime() <= now || !session.user.active) return null;
      return { id: session.id, expiresAt: session.expiresAt.getTime(), user: principal(session.user) };
    },
    async endSession(id) {
      await db.session.deleteMany({ where: { id } });
    },
  };
}

function keys(db: Db): Pick<AccessStore, 'keyById' | 'keyWasUsed' | 'listKeys' | 'createKey' | 'revokeKey'> {
  return {
    async keyById(id, now) {
      const key = await db.apiKey.findUnique({ where: { id }, include: { user: true } });
      if (key === null || key.revokedAt !== null || !key.user.active) return null;
      const expiresAt = key.expiresAt?.getTime() ?? null;
      if (expiresAt !== null && expiresAt <= now) return null;
      return {
        id,
        hash: key.hash,
        lastUsedAt: key.lastUsedAt?.getTime() ?? null,
        expiresAt,
        user: principal(key.user),
      };
    },
    async keyWasUsed(id, at) {
      await db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(at) } });
    },
    async listKeys({ after, limit }) {
      const id = textAt(after);
      const rows = await db.apiKey.findMany({
        where: id === null ? {} : { id: { lt: id } },
        include: { user: true },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return cutPage(rows, limit, (key) => [key.id], keyView);
    },
    createKey({ expiresAt, ...key }, by) {
      return db.$transaction(async (tx) => {
        if ((await tx.user.findUnique({ where: { id: key.userId, active: true } })) === null) return null;
        const data = { ...key, createdAt: new Date(by.at), expiresAt: expiresAt === null ? null : new Date(expiresAt) };
        const row = await tx.apiKey.create({ data, include: { user: true } });
        await writeAudit(tx, by, {
          action: 'key.create',
          objectType: 'key',
          objectId: row.id,
          detail: { userId: row.userId },
        });
        return keyView(row);
      });
    },
    revokeKey(id, by) {
      return db.$transaction(async (tx) => {
        const { count } = await tx.apiKey.updateMany({
          where: { id, revokedAt: null },
          data: { revokedAt: new Date(by.at) },
        });
        if (count === 0) return (await tx.apiKey.findUnique({ where: { id } })) !== null;
        await writeAudit(tx, by, { action: 'key.revoke', objectType: 'key', objectId: id });
        return true;
      });
    },
  };
}
