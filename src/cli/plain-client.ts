import type { ApiClient } from '../api/client.js';
import type { Contract } from '../api/contracts/contract.js';
import { plainValue } from './style.js';

/** The client with answers that are safe to print: names and notes come from other people, and terminals obey them. What comes in parts goes to a file. */
export function plainClient(client: ApiClient): ApiClient {
  return {
    call: async <C extends Contract>(...input: Parameters<typeof client.call<C>>) =>
      plainValue(await client.call<C>(...input)),
    parts: (...input) => client.parts(...input),
    async *each(...input) {
      for await (const row of client.each(...input)) yield plainValue(row);
    },
  };
}
