import { CommandFailure } from './failure.js';

/** Where the API is, and the key to speak to it with; null: public operations only. */
export interface Address {
  readonly url: string;
  readonly key: string | null;
}

/** What the embedded system says of itself, as far as the command line needs it. */
export interface Runtime {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
}

/** The API to speak to: the one named in the environment, else the one that runs here. */
export function addressOf(
  client: { readonly url: string | null; readonly key: string | null },
  runtime: Runtime | null,
  localKey: string | null,
): Address {
  const url = client.url ?? runtime?.apiUrl;
  if (url === undefined)
    throw new CommandFailure({
      code: 'not-running',
      cause: 'No system runs here, and FOLLOWTHROUGH_URL names none.',
      fix: 'Start one with `npm start`, or put the address of a running one into FOLLOWTHROUGH_URL.',
    });
  // The key of the system that runs here is told to nobody else.
  const isLocal = runtime !== null && new URL(url).origin === new URL(runtime.apiUrl).origin;
  return { url, key: client.key ?? (isLocal ? localKey : null) };
}
