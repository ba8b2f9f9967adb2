import { readFile } from 'node:fs/promises';
import { type ApiClient, ApiProblem, createApiClient } from '../api/client.js';
import { listUsers } from '../api/contracts/auth.js';
import { createContact, listContacts } from '../api/contracts/contacts.js';
import { publishDefinition } from '../api/contracts/definitions.js';
import { SAMPLE_LEADS } from './sample-leads.js';

/** What the sample is written with. */
export interface SampleDeps {
  readonly apiUrl: string;
  /** The key of the demo's ops user; null where there are no demo logins. */
  readonly key: string | null;
  /** The shipped definition that the sample's leads enter. */
  readonly definitionFile: string;
  readonly say: (line: string) => void;
}

/**
 * Publishes the shipped journey and adds a few leads, through the API as anybody would; each begins its journey. Leads
 * that are there already stay as they are. Returns a note for the stage's line.
 */
export async function seedSample({ apiUrl, key, definitionFile, say }: SampleDeps): Promise<string> {
  if (key === null) return 'left out: no demo logins';
  const api = createApiClient({ url: apiUrl, key });
  const text = await readFile(definitionFile, 'utf8');
  const { version } = await api.call(publishDefinition, { body: { text, file: 'definitions/lead-to-customer.yaml' } });
  const ownerId = await repOf(api);
  let added = 0;
  for (const lead of SAMPLE_LEADS) {
    if (await isThere(api, lead.email)) continue;
    try {
      await api.call(createContact, { body: { ...lead, ownerId } });
      added += 1;
    } catch (error) {
      // Deleted by hand and suppressed since, for one: the sample is a courtesy, never a reason not to start.
      if (!(error instanceof ApiProblem)) throw error;
      say(`a sample lead was refused: ${error.problem.code}`);
    }
  }
  return `lead-to-customer version ${version}, ${added === 0 ? 'leads are there' : `${added} leads added`}`;
}

async function isThere(api: ApiClient, email: string): Promise<boolean> {
  const { data } = await api.call(listContacts, { query: { email, limit: 1 } as never });
  return data.length > 0;
}

async function repOf(api: ApiClient): Promise<string | null> {
  for await (const user of api.each(listUsers)) if (user.role === 'rep') return user.id;
  return null;
}
