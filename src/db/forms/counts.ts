import type { FormCounted } from '../../api/form-ports.js';
import type { TAKEN_COUNTS } from '../../domain/form/refusal.js';
import type { Instant } from '../../domain/instant.js';
import type { Db, Tx } from '../client.js';
import { execute } from '../statement.js';

interface ToAdd {
  readonly of: Omit<FormCounted, 'what'> & { readonly what: FormCounted['what'] | (typeof TAKEN_COUNTS)[number] };
  readonly n: number;
}

/** Adds to what is counted of a day. Each row is locked till the end of the transaction, in one order of all. */
export async function addCounts(db: Db | Tx, counts: readonly ToAdd[], now: Instant): Promise<void> {
  const at = new Date(now);
  await execute(db)`
    INSERT INTO form_counts ("formId", "campaignId", day, what, n, "lastAt")
    SELECT form, campaign, ${at}::date, what, n, ${at}
    FROM unnest(${counts.map(({ of }) => of.formId)}::text[], ${counts.map(({ of }) => of.campaignId ?? '')}::text[],
      ${counts.map(({ of }) => of.what)}::text[], ${counts.map(({ n }) => String(n))}::int[]) AS counted(form, campaign, what, n)
    ORDER BY 1, 2, 4
    ON CONFLICT ("formId", "campaignId", day, what)
    DO UPDATE SET n = form_counts.n + excluded.n, "lastAt" = greatest(form_counts."lastAt", excluded."lastAt")`;
}

/**
 * Counts what comes to forms. While a statement is under way the next ones gather, so that a flood is some statements a
 * second whatever its size, on one connection.
 */
export class FormCounter {
  private waiting = new Map<string, { readonly of: FormCounted; n: number }>();
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Db,
    private readonly now: () => Instant,
    private readonly notCounted: (error: unknown) => void,
  ) {}

  count(of: FormCounted): void {
    const key = [of.formId, of.campaignId ?? '', of.what].join('\n');
    const entry = this.waiting.get(key);
    if (entry === undefined) this.waiting.set(key, { of, n: 1 });
    else entry.n += 1;
    this.running ??= this.writeAll();
  }

  /** When all that was counted is written. */
  async written(): Promise<void> {
    await this.running;
  }

  private async writeAll(): Promise<void> {
    // What is counted in the same turn goes in the same statement.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const batch = [...this.waiting.values()];
      this.waiting = new Map();
      await addCounts(this.db, batch, this.now()).catch(this.notCounted);
    }
    this.running = null;
  }
}
