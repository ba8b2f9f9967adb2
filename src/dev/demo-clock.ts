/*
 * The demo's business time. A day takes half a minute, so an hour takes little more than a second:
 *  - the first window opens within a second of the start, and the first mails, tasks and replies follow at once;
 *  - new leads are to be dealt with in two business days, so those of the first hour are about to break that after half
 *    a minute, and break it after one;
 *  - a night in one zone is office hours in the other, twelve hours away: mails stop for four seconds at most;
 *  - a weekend takes a minute, a reply that takes three days a minute and a half: long enough to read a story meanwhile.
 * At twice the pace nobody can follow a journey; at half of it the first SLA breaks when most have gone.
 */

/** Business milliseconds a real millisecond. */
export const DEMO_RATE = 86_400_000 / 30_000;

/**
 * Where business time begins: Monday 9 March 2026, 08:30 in New York, 20:30 in Shanghai. That week and the next three have
 * no holiday in the United States or mainland China, no make-up working day, and no change of clocks there.
 */
export const DEMO_START = Date.UTC(2026, 2, 9, 12, 30);

/** Nearly every wait of the shipped journey takes longer on that clock, so it can be watched going to sleep and waking. */
export const DEMO_HIBERNATE_AFTER_MS = 20_000;

/**
 * From writing the clock's row to its running. API and worker read the row every two seconds; a journey that one of them
 * moves by the old row would be timed wrongly.
 */
export const CLOCK_HEARD_MS = 2_500;
export const CLOCK_RUNS_AFTER_MS = 3_000;

/** While a start is under way business time stands: nobody is there yet to do what falls due. */
export const STANDS_FOR_MS = 86_400_000;
