// The little of luxon that the second implementation uses; luxon ships no types.
declare module 'luxon' {
  export class DateTime {
    static fromMillis(ms: number, options: { zone: string }): DateTime;
    static fromObject(
      fields: Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond', number>>,
      options: { zone: string },
    ): DateTime;
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    readonly second: number;
    readonly millisecond: number;
    readonly weekday: number;
    readonly offset: number;
    plus(fields: Partial<Record<'years' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes', number>>): DateTime;
    toMillis(): number;
    toISODate(): string;
    toUTC(offset?: number, options?: { keepLocalTime: boolean }): DateTime;
  }
}
