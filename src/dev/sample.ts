/** What the sample is written with. */
export interface SampleDeps {
  readonly apiUrl: string;
  /** The key of the demo's ops user; null where there are no demo logins. */
  readonly key: string | null;
  readonly say: (line: string) => void;
}

/** Puts the shipped definition and some people in place, if they are not there. Returns a note for the stage's line. */
export async function seedSample(_deps: SampleDeps): Promise<string> {
  return 'nothing yet';
}
