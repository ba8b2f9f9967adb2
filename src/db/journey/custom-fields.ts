import type { Fields } from '../../domain/journey/facts.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';

const TABLES = { contact: 'contacts', account: 'accounts', deal: 'deals' } as const;

/**
 * Sets declared fields of a record and leaves the others as they are, in one statement: accounts and deals have writers
 * with no lock in common, and one that wrote back what it had read would undo what another had set meanwhile.
 */
export async function addCustom(tx: Tx, object: keyof typeof TABLES, id: string, custom: Fields): Promise<void> {
  if (Object.keys(custom).length === 0) return;
  await tx.$executeRaw`
    UPDATE ${Prisma.raw(TABLES[object])} SET custom = custom || ${JSON.stringify(custom)}::jsonb WHERE id = ${id}`;
}
