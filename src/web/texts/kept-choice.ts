/*
 * Choices that this browser keeps. Storage may be shut (private windows, policies): a choice then lasts as long as the
 * page.
 */

export function readChoice<T extends string>(key: string, fits: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = localStorage.getItem(key);
    return fits(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeChoice(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: see above.
  }
}
