/** Stands in for src/workflows/limits.ts in the build that takes another's place. */
export const ADVANCE_TIMEOUT = '59 seconds';
