import type { Instant } from '../../domain/instant.js';
import { type People, type Person, peopleOf } from '../../domain/people/presence.js';
import type { Db, Tx } from '../client.js';
import type { User } from '../generated/client.js';
import { query } from '../statement.js';

type Row = Pick<User, 'id' | 'active' | 'role' | 'managerId' | 'deputyId' | 'absentFrom' | 'absentTo'>;
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
  const rows = await query<Row>(db)`
    SELECT id, active, role, "managerId", "deputyId", "absentFrom", "absentTo" FROM users`;
  return peopleOf(rows.map(personOf));
}

/** Who changes users does so alone: what the rules ask about one depends on the others. */
export async function lockPeople(tx: Tx): Promise<People> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('people', 0))`;
  return await readPeople(tx);
}
