import type { Call } from '../../api/contracts/contract.js';
import type { listMessages, MessageView } from '../../api/contracts/messages.js';
import { type AddressField, type AddressValues, someField, textField } from '../kit/address.js';

/* What the list of messages shows is said by its address. Pure. */

export const STATES = [
  'intended',
  'claimed',
  'handed-over',
  'accepted',
  'refused',
  'bounced',
  'skipped',
  'uncertain',
] as const satisfies MessageView['state'][];
type State = (typeof STATES)[number];

const idField = (prefix: 'jrn' | 'con' | 'usr'): AddressField<string> => ({
  initial: '',
  parse: (text) =>
    new RegExp(`^${prefix}_[0-9A-Za-z_-]{1,60}$`).test(text) || (prefix === 'usr' && /^\S{1,64}$/.test(text))
      ? text
      : undefined,
  format: (value) => (value === '' ? null : value),
});

export const SHAPE = {
  q: textField(),
  state: someField(STATES),
  owner: idField('usr'),
  journey: idField('jrn'),
  contact: idField('con'),
};
export type Asked = AddressValues<typeof SHAPE>;

/** The question to the API. `me` as the owner is who asks. */
export function queryOf(
  { q, state, owner, journey, contact }: Asked,
  myId: string,
): NonNullable<Call<typeof listMessages>['query']> {
  return {
    ...(q.trim() === '' ? {} : { q: q.trim().slice(0, 100) }),
    ...(state.length === 0 ? {} : { state: state.join(',') }),
    ...(owner === '' ? {} : { owner: owner === 'me' ? myId : owner }),
    ...(journey === '' ? {} : { journey }),
    ...(contact === '' ? {} : { contact }),
  };
}

/** Choices of the bar: a state, or states that go together. */
export const GROUPS = {
  trouble: ['refused', 'bounced', 'uncertain'],
  underway: ['intended', 'claimed', 'handed-over'],
  accepted: ['accepted'],
  refused: ['refused'],
  bounced: ['bounced'],
  uncertain: ['uncertain'],
  skipped: ['skipped'],
} as const satisfies Readonly<Record<string, readonly State[]>>;
export type Group = keyof typeof GROUPS;
export const GROUP_IDS = Object.keys(GROUPS) as Group[];

/** The choice that says these states; `several` when none does, null when nothing is asked. */
export function groupOf(states: readonly State[]): Group | 'several' | null {
  if (states.length === 0) return null;
  const same = (group: readonly State[]) =>
    group.length === states.length && group.every((each) => states.includes(each));
  return GROUP_IDS.find((id) => same(GROUPS[id])) ?? 'several';
}
