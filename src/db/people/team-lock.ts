import type { Db, Tx } from '../client.js';

/** Whose turn it is in a team stays as it is until the commit; false: there is no such team. */
export async function lockTeam(tx: Tx | Db, teamId: string): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM teams WHERE id = ${teamId} FOR UPDATE`).length > 0;
}
