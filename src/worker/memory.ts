import { setFlagsFromString } from 'node:v8';

/** Old objects may come to so much more, in percent, than were in use at the last collection, before the next. */
const GROWTH_PERCENT = 70;

/**
 * For processes that send thousands of mails a second: each lives for some milliseconds, which is long enough to be taken for old,
 * and V8 lets as many of them pile up as a machine with much memory allows. Measured: 270 MB instead of 440 at the same pace. A limit
 * (`--max-old-space-size`) would do it as well, and end a process that for once needs more.
 */
export const keepMemoryFlat = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
