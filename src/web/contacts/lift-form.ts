/* The consent that lifts what its holder wished, as a person types it: its time on the browser's wall clock. Pure. */

export interface ConsentForm {
  readonly source: string;
  readonly text: string;
  /** As `2027-01-04T09:30`. */
  readonly at: string;
  /** To all marketing, and not to one topic. */
  readonly isGeneral: boolean;
}

export type ConsentFault = 'missing' | 'timeMissing' | 'tooOld' | 'toCome' | 'tooNarrow';

const WALL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What keeps it from lifting a wish of `since`. `now`: business time, null while it isn't known. */
export function consentFault(
  { source, text, at, isGeneral }: ConsentForm,
  since: string,
  now: number | null,
): ConsentFault | null {
  if (source.trim() === '' || text.trim() === '') return 'missing';
  if (!WALL_TIME.test(at)) return 'timeMissing';
  const given = Date.parse(at);
  if (given <= Date.parse(since)) return 'tooOld';
  if (now !== null && given > now) return 'toCome';
  return isGeneral ? null : 'tooNarrow';
}

/** As the API takes it. */
export const consentOf = ({ source, text, at }: ConsentForm) => ({
  topic: '*',
  source: source.trim(),
  text: text.trim(),
  at: new Date(at).toISOString(),
});
