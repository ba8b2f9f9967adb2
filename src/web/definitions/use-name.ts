import type { listDefinitions } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { localise } from '../texts/localised.js';
import { useLanguage } from '../texts/use-texts.js';

/** A definition's name in the person's language, from the list, which alone has names; its id until known. */
export function useName(id: string): string {
  const { language } = useLanguage();
  const { data } = useOne<typeof listDefinitions>('GET /v1/definitions', { query: { limit: 200 } });
  return localise(language, data?.data.find((each) => each.id === id)?.name, id);
}
