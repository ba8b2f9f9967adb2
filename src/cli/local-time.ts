const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-].*)$/;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

interface LocalTime {
  readonly year: string;
  /** `Mon 4 Jan`. */
  readonly day: string;
  /** `09:00`. */
  readonly clock: string;
  readonly seconds: string;
  readonly offset: string;
}

/** The parts of an ISO text with its offset, as the API gives local times; null for anything else. */
function partsOf(local: string): LocalTime | null {
  const [, year, month, day, clock, seconds = '00', offset] = LOCAL.exec(local) ?? [];
  if (year === undefined || month === undefined || day === undefined || clock === undefined || offset === undefined)
    return null;
  const weekday = DAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()] ?? '';
  return { year, day: `${weekday} ${Number(day)} ${MONTHS[Number(month) - 1] ?? month}`, clock, seconds, offset };
}

/** `09:00 Mon 4 Jan`: for lists that say the year above. */
export function shortTime(local: string): string {
  const parts = partsOf(local);
  return parts === null ? local : `${parts.clock} ${parts.day}`;
}

export const yearOf = (local: string): string => partsOf(local)?.year ?? '';

/** `09:00 Mon 4 Jan 2027`. */
export function longTime(local: string): string {
  const parts = partsOf(local);
  return parts === null ? local : `${parts.clock} ${parts.day} ${parts.year}`;
}

/** `09:00:27 Mon 4 Jan 2027 (+01:00)`: to the second, with the offset, so that it names one instant. */
export function exactTime(local: string): string {
  const parts = partsOf(local);
  return parts === null ? local : `${parts.clock}:${parts.seconds} ${parts.day} ${parts.year} (${parts.offset})`;
}

/** `2027-01-04 09:00Z`: for tables of many zones. */
export const tableTime = (instant: string | null): string =>
  instant === null ? '' : instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2Z');
