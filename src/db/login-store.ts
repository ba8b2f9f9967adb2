import type { Db } from './client.js';
import { newId } from './new-id.js';

/** How a key's text is made and read: the API's way, handed in by the entry file. */
export interface KeyForm {
  readonly makeKey: (id: string) => { readonly text: string; readonly hash: string };
  readonly parseKey: (text: string) => { readonly id: string; readonly hash: string } | null;
}

/** Users and keys for the demo of the embedded system (`LoginStore` of src/dev/demo-logins.ts). */
export function createLoginStore(db: Db, { makeKey, parseKey }: KeyForm) {
  return {
    async findUser(email: string): Promise<string | null> {
      return (await db.user.findUnique({ where: { email } }))?.id ?? null;
    },
    async addUser({
      managerEmail,
      at,
      ...user
    }: {
      readonly email: string;
      readonly name: string;
      readonly role: string;
      readonly passwordHash: string;
      readonly managerEmail: string | null;
      readonly language: string | null;
      readonly timezone: string | null;
      readonly at: number;
    }): Promise<string> {
      const manager = managerEmail === null ? null : await db.user.findUnique({ where: { email: managerEmail } });
      const row = await db.user.create({
        data: { ...user, id: newId('user'), managerId: manager?.id ?? null, createdAt: new Date(at) },
      });
      return row.id;
    },
    async joinTeam(team: { readonly id: string; readonly name: string }, userIds: readonly string[]): Promise<void> {
      await db.team.createMany({ data: [team], skipDuplicates: true });
      await db.teamMember.createMany({
        data: userIds.map((userId) => ({ teamId: team.id, userId })),
        skipDuplicates: true,
      });
    },
    async worksNow(text: string): Promise<boolean> {
      const parsed = parseKey(text);
      const key = parsed === null ? null : await db.apiKey.findUnique({ where: { id: parsed.id } });
      return key !== null && key.hash === parsed?.hash && key.revokedAt === null && key.expiresAt === null;
    },
    async addKey(userId: string, name: string, at: number): Promise<string> {
      const id = newId('key');
      const { text, hash } = makeKey(id);
      await db.apiKey.create({ data: { id, hash, name, userId, createdAt: new Date(at) } });
      return text;
    },
  };
}
