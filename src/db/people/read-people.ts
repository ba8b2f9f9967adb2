import type { Instant } from '../../domain/instant.js';
import { type People, type Person, peopleOf } from '../../domain/people/presence.js';
import type { Db, Tx } from '../client.js';
import type { User } from '../generated/client.js';

const COLUMNS = {
  id: true,
  active: true,
  role: true,
  managerId: true,
  deputyId: true,
  absentFrom: true,
  absentTo: true,
} as const;

type Row = Pick<User, keyof typeof COLUMNS>;
/** As Prisma has it, or as JSON. */
type AnyRow = Omit<Row, 'absentFrom' | 'absentTo'> & {
  readonly absentFrom: Date | string | null;
  readonly absentTo: Date | string | null;
};

const instant = (at: Date | string | null): Instant | null => (at === null ? null : new Date(at).getTime());

export const personOf = ({ absentFrom, absentTo, ...row }: AnyRow): Person => ({
  ...row,
  absentFrom: instant(absentFrom),
  absentTo: instant(absentTo),
});

/** Everybody who works here or did: some hundreds of short rows at most. */
export async function readPeople(db: Db | Tx): Promise<People> {
  return peopleOf((await db.user.findMany({ select: COLUMNS })).map(personOf));
}

/** Who changes users does so alone: what the rules ask about one depends on the others. */
export async function lockPeople(tx: Tx): Promise<People> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('people', 0))`;
  return await readPeople(tx);
}
