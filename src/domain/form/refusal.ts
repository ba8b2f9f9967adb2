/** Why something that was sent to a form was not taken. Each is counted, by form and day, and nothing is kept of who sent it. */
export const FORM_REFUSALS = [
  /** The field that people don't see was filled in. */
  'trap',
  /** Sent sooner after the page was made than anybody can write. */
  'too-fast',
  /** The page is older than a day, so anybody may have it. */
  'too-old',
  /** Sent from no page of ours: a form on another site, which is shown once more with what was written. */
  'no-page',
  /** The page was used for something else. */
  'page-used',
  /** An answer can't be: missing, no address, no choice of the form. */
  'invalid',
  /** A link stands where a name is asked. */
  'link-in-name',
  /** One sender, one network, or all together sent more than a form takes. */
  'sender-rate',
  'network-rate',
  'form-rate',
  /** The same was sent before, or by one address too often. */
  'repeated',
  'too-often',
] as const;
export type FormRefusal = (typeof FORM_REFUSALS)[number];

/** What is counted with the submission itself: that it was taken, and that it made a contact. */
export const TAKEN_COUNTS = ['taken', 'new-contact'] as const;
/** Whatever is counted beside: visits of people and of machines, and refusals. */
export const FORM_COUNTS = ['visit', 'machine', ...FORM_REFUSALS] as const;
export type FormCountKind = (typeof FORM_COUNTS)[number];
