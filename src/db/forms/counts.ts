import type { FormCounted } from '../../api/form-ports.js';
import type { Db } from '../client.js';
import { execute } from '../statement.js';

/**
 * Counts what comes to forms. While a statement is under way the next ones gather, so that a flood is some statements a
 * second whatever its size, on one connection.
 */
export class FormCounter {
  private waiting = new Map<string, { readonly of: FormCounted; n: number }>();
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Db,
    private readonly realNow: () => number,
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
      await this.write(batch).catch(this.notCounted);
    }
    this.running = null;
  }

  private async write(batch: readonly { readonly of: FormCounted; readonly n: number }[]): Promise<void> {
    const now = new Date(this.realNow());
    await execute(this.db)`
      INSERT INTO form_counts ("formId", "campaignId", day, what, n, "realLastAt")
      SELECT form, campaign, ${now}::date, what, n, ${now}
      FROM unnest(${batch.map(({ of }) => of.formId)}::text[], ${batch.map(({ of }) => of.campaignId ?? '')}::text[],
        ${batch.map(({ of }) => of.what)}::text[], ${batch.map(({ n }) => String(n))}::int[]) AS counted(form, campaign, what, n)
      ORDER BY 1, 2, 4
      ON CONFLICT ("formId", "campaignId", day, what)
      DO UPDATE SET n = form_counts.n + excluded.n, "realLastAt" = excluded."realLastAt"`;
  }
}
