/*
 * What a page shows is said by the query of its address, so that a link shows the same to another. Parsing is pure, and
 * tells of what it did not understand: links grow old.
 */

/** How one part of the query is read and written. */
export interface AddressField<T> {
  /** What holds when the address says nothing. */
  readonly initial: T;
  /** undefined: the text is none of this field's. */
  readonly parse: (text: string) => T | undefined;
  /** null: as if the address said nothing. */
  readonly format: (value: T) => string | null;
}

/** Fields of any types: what each takes is known where the shape is. */
export type AddressShape = Readonly<
  Record<
    string,
    {
      readonly initial: unknown;
      readonly parse: (text: string) => unknown;
      readonly format: (value: never) => string | null;
    }
  >
>;
export type AddressValues<S> = { readonly [K in keyof S]: S[K] extends AddressField<infer T> ? T : never };

/** A part that the page does not know, or whose value it does not. */
export interface AddressFault {
  readonly name: string;
  readonly value: string;
}

const LONGEST = 500;

/** Free text; empty is none. */
export const textField = (): AddressField<string> => ({
  initial: '',
  parse: (text) => (text.length <= LONGEST ? text : undefined),
  format: (value) => (value.trim() === '' ? null : value),
});

/** One of these values, or none. */
export const choiceField = <T extends string>(values: readonly T[]): AddressField<T | null> => ({
  initial: null,
  parse: (text) => values.find((value) => value === text),
  format: (value) => value,
});

/** One of these values; the first one if the address says nothing. */
export const modeField = <T extends string>(values: readonly [T, ...T[]]): AddressField<T> => ({
  initial: values[0],
  parse: (text) => values.find((value) => value === text),
  format: (value) => (value === values[0] ? null : value),
});

/** Some of these values, with commas between. */
export const someField = <T extends string>(
  values: readonly T[],
  initial: readonly T[] = [],
): AddressField<readonly T[]> => ({
  initial,
  parse: (text) => {
    const parts = text === '' ? [] : text.split(',');
    const known = parts.flatMap((part) => values.find((value) => value === part) ?? []);
    return known.length === parts.length ? known : undefined;
  },
  format: (value) => (value.join(',') === initial.join(',') ? null : value.join(',')),
});

/** Yes, or not said. */
export const flagField = (): AddressField<boolean> => ({
  initial: false,
  parse: (text) => (text === '1' || text === 'true' ? true : undefined),
  format: (value) => (value ? '1' : null),
});

/** A calendar day, YYYY-MM-DD, or none. */
export const dayField = (): AddressField<string | null> => ({
  initial: null,
  parse: (text) =>
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : undefined,
  format: (value) => value,
});

/** Reads the query of an address. What is not understood is left at its initial value and told. */
export function parseAddress<S extends AddressShape>(
  search: string,
  shape: S,
): { readonly values: AddressValues<S>; readonly faults: readonly AddressFault[] } {
  const parameters = new URLSearchParams(search);
  const values: Record<string, unknown> = {};
  const faults: AddressFault[] = [];
  for (const [name, field] of Object.entries(shape)) {
    const text = parameters.get(name);
    const parsed = text === null ? undefined : field.parse(text);
    values[name] = parsed ?? field.initial;
    if (text !== null && parsed === undefined) faults.push({ name, value: text });
  }
  for (const [name, value] of parameters) if (!Object.hasOwn(shape, name)) faults.push({ name, value });
  return { values: values as AddressValues<S>, faults };
}

/** The query that says these values, without the question mark; empty if all are initial. */
export function formatAddress<S extends AddressShape>(values: AddressValues<S>, shape: S): string {
  const parameters = new URLSearchParams();
  for (const [name, field] of Object.entries(shape)) {
    const text = field.format(values[name as keyof S] as never);
    if (text !== null) parameters.set(name, text);
  }
  return parameters.toString();
}
