/** How long one advance may take before it counts as lost; the deadline of a send lies below it (law 13). */
export const ADVANCE_TIMEOUT = '60 seconds';
