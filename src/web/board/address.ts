import { type AddressField, modeField } from '../kit/address.js';

/* What the board shows is said by its address. Pure. */

export const VIEWS = ['columns', 'table'] as const;
export type View = (typeof VIEWS)[number];

/** Ids of definitions have no spaces, and at most 100 characters. */
const definitionField = (): AddressField<string> => ({
  initial: '',
  parse: (text) => (/^[^\s\p{Cc}]{1,100}$/u.test(text) ? text : undefined),
  format: (value) => (value === '' ? null : value),
});

export const SHAPE = { definition: definitionField(), view: modeField(VIEWS) };

/** The open journeys of a definition, or of one of its stages, in the list of journeys. */
export function journeysHref(definition: string, filters: Readonly<Record<string, string>> = {}): string {
  return `/journeys?${new URLSearchParams({ definition, status: 'open', ...filters })}`;
}

interface Choosable {
  readonly id: string;
  readonly kind: string;
  readonly openJourneys: number;
}

/** The definition to begin with: the one with most people in it. */
export const firstChoice = (definitions: readonly Choosable[]): string | null =>
  definitions
    .filter(({ kind }) => kind === 'journey')
    .reduce<Choosable | null>(
      (best, each) => (best === null || each.openJourneys > best.openJourneys ? each : best),
      null,
    )?.id ?? null;
