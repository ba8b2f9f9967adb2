import { digestOf } from './batch-writer.js';

/**
 * Keys for rows without an id: what a row says, and how many of the same were before it. Exact repeats are rows of
 * their own, and the second import of a file names each as the first did.
 */
export class OccurrenceKeys {
  private readonly seen = new Map<string, number>();

  /** `content` is anything that tells the row from others; `#1` is its first occurrence. */
  next(content: string): string {
    const count = (this.seen.get(content) ?? 0) + 1;
    this.seen.set(content, count);
    return `${content}#${count}`;
  }

  nextOf(fields: readonly string[]): string {
    return this.next(digestOf(fields.map((field) => field.trim()).join('\u001f')));
  }
}
