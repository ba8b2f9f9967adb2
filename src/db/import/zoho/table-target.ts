import type { IdKind } from '../../../domain/ids.js';
import type { Tx } from '../../client.js';
import type { Placed, Target } from '../batch-writer.js';

/** Rows that become records of their own and that nobody waits for. */
export function tableTarget<Entry>(table: {
  readonly entity: IdKind;
  create(tx: Tx, rows: readonly Placed<Entry>[]): Promise<unknown>;
  update(tx: Tx, row: Placed<Entry>): Promise<unknown>;
  settle?(tx: Tx, rows: readonly Placed<Entry>[]): Promise<void>;
}): Target<Entry> {
  return {
    entity: table.entity,
    create: async (tx, rows) => {
      await table.create(tx, rows);
    },
    update: async (tx, rows) => {
      for (const row of rows) await table.update(tx, row);
    },
    ...(table.settle ? { settle: table.settle } : {}),
  };
}
