import type { Call } from '../../api/contracts/contract.js';
import type { JourneyView, listJourneys } from '../../api/contracts/journeys.js';
import {
  type AddressField,
  type AddressValues,
  choiceField,
  flagField,
  modeField,
  someField,
  textField,
} from '../kit/address.js';

/* What the list of journeys shows is said by its address. Pure. */

export const PHASES = ['starting', 'active', 'paused', 'held', 'ended'] as const satisfies JourneyView['phase'][];
export const SORTS = ['newest', 'nextAt', 'stageSince', 'attention'] as const;
export type Sort = (typeof SORTS)[number];

export const COLUMNS = ['stage', 'state', 'owner', 'next', 'since', 'started', 'ended', 'version', 'id'] as const;
export type ColumnId = (typeof COLUMNS)[number];
const FIRST_COLUMNS: readonly ColumnId[] = ['stage', 'state', 'owner', 'next', 'started'];

/** The id of a contact; anything else would be refused by the server. */
const contactField = (): AddressField<string> => ({
  initial: '',
  parse: (text) => (/^con_[0-9A-Za-z_-]{1,60}$/.test(text) ? text : undefined),
  format: (value) => (value === '' ? null : value),
});

const versionField = (): AddressField<number | null> => ({
  initial: null,
  parse: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined),
  format: (value) => (value === null ? null : String(value)),
});

/** Ids of definitions and stages have no spaces; the longest has 100 characters. */
const nameField = (): AddressField<string> => ({
  initial: '',
  parse: (text) => (/^[^\s\p{Cc}]{1,100}$/u.test(text) ? text : undefined),
  format: (value) => (value === '' ? null : value),
});

export const SHAPE = {
  q: textField(),
  definition: nameField(),
  version: versionField(),
  stage: nameField(),
  status: choiceField(['open', 'ended']),
  phase: someField(PHASES),
  owner: nameField(),
  contact: contactField(),
  attention: flagField(),
  late: flagField(),
  sort: modeField(SORTS),
  columns: someField(COLUMNS, FIRST_COLUMNS),
};
export type Asked = AddressValues<typeof SHAPE>;

type Query = NonNullable<Call<typeof listJourneys>['query']>;

/** The question to the API. `me` as the owner is who asks. */
export function queryOf(asked: Asked, myId: string): Query {
  const { q, definition, version, stage, status, phase, owner, contact, attention, late, sort } = asked;
  return {
    sort,
    ...(q.trim() === '' ? {} : { q: q.trim().slice(0, 100) }),
    ...(definition === '' ? {} : { definition }),
    ...(version === null ? {} : { version }),
    ...(stage === '' ? {} : { stage }),
    ...(status === null ? {} : { status }),
    ...(phase.length === 0 ? {} : { phase: phase.join(',') }),
    ...(owner === '' ? {} : { owner: owner === 'me' ? myId : owner }),
    ...(contact === '' ? {} : { contact }),
    ...(attention ? { attention: 'true' } : {}),
    ...(late ? { late: 'true' } : {}),
  };
}

/** The one choice that stands for status and phase in the bar. */
export const STANDINGS = ['open', 'active', 'paused', 'held', 'starting', 'ended'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is chosen; `several` when a link asks for more than the choice can say; null when nothing is. */
export function standingOf({ status, phase }: Pick<Asked, 'status' | 'phase'>): Standing | 'several' | null {
  const [first, ...others] = phase;
  if (others.length > 0 || (first !== undefined && status !== null)) return 'several';
  return first ?? status;
}

export const fromStanding = (standing: Standing | null): Pick<Asked, 'status' | 'phase'> =>
  standing === 'open' || standing === null ? { status: standing, phase: [] } : { status: null, phase: [standing] };

/** Whether something narrows the list: not its order, nor its columns. */
export const isNarrowed = ({ sort: _, columns: __, ...filters }: Asked): boolean =>
  Object.values(filters).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== '' && value !== false,
  );
