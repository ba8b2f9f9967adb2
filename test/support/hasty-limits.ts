/** Stands in for src/workflows/limits.ts: a test that kills workers will not wait a minute for each. */
export const ADVANCE_TIMEOUT = '6 seconds';
