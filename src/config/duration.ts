const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const isUnit = (text: string): text is keyof typeof UNIT_MS => text in UNIT_MS;

/**
 * Reads a length of real time as people write it in a setting: `250`, `250ms`, `20s`, `1.5h`, `3d`.
 * A bare number is milliseconds. Returns undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] === '' ? 'ms' : (match[2] ?? '');
  return isUnit(unit) ? Number(match[1]) * UNIT_MS[unit] : undefined;
}

/**
 * Reads the quick clock's setting, as in `1d=15s`: so much virtual time in so much real time.
 * Returns virtual milliseconds per real millisecond (5,760 for the example), or undefined when it makes no sense.
 */
export function parseClockRate(text: string): number | undefined {
  const [virtual, real, ...more] = text.split('=').map(parseDuration);
  if (virtual === undefined || real === undefined || more.length > 0 || real === 0) return undefined;
  return virtual > 0 ? virtual / real : undefined;
}
