/*
 * Whether it is an hour at which somebody may be called: business time on the wall clock of their zone.
 */

export type HourKind = 'good' | 'early' | 'evening' | 'night' | 'weekend';

/** Wall-clock hour (0 to 23) and whether it is Saturday or Sunday, of an instant (epoch ms) in a zone. */
export function wallClock(now: number, zone: string): { readonly hour: number; readonly weekend: boolean } | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hour: 'numeric',
      hourCycle: 'h23',
      weekday: 'short',
    }).formatToParts(now);
    const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? '';
    return { hour: Number(part('hour')), weekend: part('weekday').startsWith('S') };
  } catch {
    // A zone that this browser does not know.
    return null;
  }
}

/** Good: Monday to Friday from 9 to 18. Nights are nights on any day. null: no zone, or an unknown one. */
export function hourKind(now: number, zone: string | null): HourKind | null {
  const clock = zone === null ? null : wallClock(now, zone);
  if (clock === null) return null;
  if (clock.hour < 7 || clock.hour >= 21) return 'night';
  if (clock.weekend) return 'weekend';
  if (clock.hour < 9) return 'early';
  return clock.hour < 18 ? 'good' : 'evening';
}

/** What a language calls a zone: "Eastern Time". The zone's id where it has no words. */
export function zoneName(language: string, zone: string): string {
  try {
    const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts();
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  } catch {
    return zone;
  }
}
