import type { Client } from '@temporalio/client';
import {
  ATTRIBUTE_NUMBERS,
  missingAttributes,
  SEARCH_ATTRIBUTES,
  type SearchAttribute,
} from '../domain/journey/search-attributes.js';

export interface NamespaceAttributes {
  /** Whether a workflow may set them. */
  usable(): boolean;
  /**
   * Looks whether the namespace has them and gives it those that it lacks, if we may; answers what it lacked. Those that
   * were made by a look count from the next one: a server believes its list of them for up to a minute.
   */
  look(): Promise<readonly SearchAttribute[]>;
}

export function createNamespaceAttributes(client: Client): NamespaceAttributes {
  const { namespace } = client.options;
  const { operatorService } = client.connection;
  let usable = false;
  return {
    usable: () => usable,
    async look() {
      // Who may not even look, as on some hosted clusters, goes on without them.
      const listed = await operatorService.listSearchAttributes({ namespace }).catch(() => null);
      if (listed === null) return [];
      const missing = missingAttributes(listed.customAttributes);
      usable = missing.length === 0;
      // One that is there with another type stays as it is: it is somebody else's.
      const absent = missing.filter((name) => listed.customAttributes?.[name] === undefined);
      if (absent.length > 0)
        await operatorService.addSearchAttributes({ namespace, searchAttributes: numbered(absent) }).catch(() => null);
      return missing;
    },
  };
}

const numbered = (names: readonly SearchAttribute[]) =>
  Object.fromEntries(names.map((name) => [name, ATTRIBUTE_NUMBERS[SEARCH_ATTRIBUTES[name]]]));
