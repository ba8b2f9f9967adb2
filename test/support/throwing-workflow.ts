/** The workflow of a build that can't begin: each task of it fails, and is tried again by whichever build is current. */
export async function journey(): Promise<string> {
  throw new TypeError('this build is broken');
}
