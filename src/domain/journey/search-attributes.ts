/*
 * The search attributes of a journey in Temporal. A namespace has them under these names and types, or the workflow sets
 * none of them: a task that sets one which isn't there fails.
 */

export const SEARCH_ATTRIBUTES = {
  FtDefinition: 'Keyword',
  FtStage: 'Keyword',
  FtPhase: 'Keyword',
  FtOwner: 'Keyword',
  FtNext: 'Keyword',
  FtNextAt: 'Datetime',
} as const;

export type SearchAttribute = keyof typeof SEARCH_ATTRIBUTES;

/** The numbers are those of Temporal's IndexedValueType. */
export const ATTRIBUTE_NUMBERS = { Keyword: 2, Datetime: 6 } as const;

/** Which of them a namespace lacks, or has with another type. `known`: its own, each with the number of its type. */
export function missingAttributes(
  known: { readonly [name: string]: unknown } | null | undefined,
): readonly SearchAttribute[] {
  return Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) =>
    known?.[name] === ATTRIBUTE_NUMBERS[type] ? [] : [name as SearchAttribute],
  );
}

/** The command that gives them to a namespace. */
export function addAttributesCommand(namespace: string, missing: readonly SearchAttribute[]): string {
  const named = missing.map((name) => ` --name ${name} --type ${SEARCH_ATTRIBUTES[name]}`);
  return `temporal operator search-attribute create --namespace ${namespace}${named.join('')}`;
}
