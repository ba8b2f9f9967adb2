import { type AddressField, modeField } from '../kit/address.js';

/* What the pages of definitions show is said by their addresses. Pure. */

export const TABS = ['people', 'picture', 'text', 'changes', 'write'] as const;
export type TabId = (typeof TABS)[number];

const LARGEST_VERSION = 2_147_483_647;

const versionField = (): AddressField<number | null> => ({
  initial: null,
  parse: (text) => (/^[1-9]\d{0,9}$/.test(text) && Number(text) <= LARGEST_VERSION ? Number(text) : undefined),
  format: (value) => (value === null ? null : String(value)),
});

/** One definition: the part that is shown, and of which version (null: the current one). */
export const ONE_SHAPE = { tab: modeField(TABS), version: versionField() };

/** The list, or the place to write a new one. */
export const LIST_SHAPE = { show: modeField(['list', 'write']) };

export const definitionHref = (id: string): string => `/definitions/${encodeURIComponent(id)}`;

/** The open journeys of one version in the list of journeys. */
export const peopleHref = (definition: string, version: number): string =>
  `/journeys?${new URLSearchParams({ definition, version: String(version), status: 'open' })}`;
