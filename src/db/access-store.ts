import type { ApiKeyView, UserView } from '../api/contracts/auth.js';
import type { Role } from '../api/contracts/common.js';
import type { AccessStore, Principal } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import type { ApiKey, User } from './generated/client.js';
import { cutPage, iso, isoOrNull, textAt } from './paging.js';

const ROLES: ReadonlySet<string> = new Set<Role>(['ops', 'manager', 'marketing', 'rep', 'viewer']);

// A role that this version doesn't know sees least.
const roleOf = (text: string): Role => (ROLES.has(text) ? (text as Role) : 'rep');

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

const userView = (user: User & { teams: { teamId: string }[] }): UserView => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: roleOf(user.role),
  active: user.active,
  managerId: user.managerId,
  teams: user.teams.map((member) => member.teamId),
});

/** Users, sessions and keys in Postgres. */
export function createAccessStore(db: Db): AccessStore {
  return { ...users(db), ...sessions(db), ...keys(db) };
}

function users(db: Db): Pick<AccessStore, 'userByEmail' | 'userById' | 'listUsers' | 'chooseLanguage'> {
  return {
    async userByEmail(email) {
      const user = await db.user.findFirst({ where: { email: { equals: email, mode: 'insensitive' }, active: true } });
      return user === null ? null : { ...principal(user), passwordHash: user.passwordHash };
    },
    async userById(id) {
      const user = await db.user.findUnique({ where: { id, active: true } });
      return user === null ? null : principal(user);
    },
    async listUsers({ after, limit }, role) {
      const id = textAt(after);
      const rows = await db.user.findMany({
        where: { ...(role === undefined ? {} : { role }), ...(id === null ? {} : { id: { gt: id } }) },
        include: { teams: { select: { teamId: true } } },
        orderBy: { id: 'asc' },
        take: limit + 1,
      });
      return cutPage(rows, limit, (user) => [user.id], userView);
    },
    async chooseLanguage(id, language) {
      await db.user.update({ where: { id }, data: { language } });
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
