import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Filters, SearchFilter, SelectFilter } from '../kit/filters.js';
import { Sign } from '../kit/sign.js';
import type { Address } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { GROUP_IDS, GROUPS, type Group, groupOf, type SHAPE } from './address.js';
import { messagesTexts } from './texts.js';

type Bound = { readonly address: Address<typeof SHAPE> };

export function FilterBar({ address }: Bound) {
  const t = useTexts(messagesTexts);
  const { values, set, faults, clear, isSaid } = address;
  return (
    <Filters faults={faults} isSaid={isSaid} onClear={clear}>
      <SearchFilter label={t.search} value={values.q} onChange={(q) => set({ q })} />
      <StateFilter address={address} />
      <OwnerFilter address={address} />
      {values.journey !== '' && <Chip label={t.onlyJourney} onDrop={() => set({ journey: '' })} />}
      {values.contact !== '' && <Chip label={t.onlyContact} onDrop={() => set({ contact: '' })} />}
    </Filters>
  );
}

/** A filter that only links set: it can be taken away. */
function Chip({ label, onDrop }: { readonly label: string; readonly onDrop: () => void }) {
  const t = useTexts(messagesTexts);
  return (
    <Button onPress={onDrop} aria-label={t.dropFilter(label)}>
      {label} <Sign of="cross" />
    </Button>
  );
}

function StateFilter({ address: { values, set } }: Bound) {
  const t = useTexts(messagesTexts);
  const words = useWords();
  const group = groupOf(values.state);
  const options = GROUP_IDS.map((id): { id: Group | 'several'; label: string } => ({
    id,
    label: id === 'trouble' || id === 'underway' ? t[id] : words.messageState(id),
  }));
  return (
    <SelectFilter<Group | 'several'>
      label={t.state}
      options={group === 'several' ? [...options, { id: 'several', label: t.several }] : options}
      value={group}
      onChange={(chosen) => {
        if (chosen !== 'several') set({ state: chosen === null ? [] : GROUPS[chosen] });
      }}
    />
  );
}

function OwnerFilter({ address: { values, set } }: Bound) {
  const t = useTexts(messagesTexts);
  const me = useMe();
  const people = usePeople();
  // A rep sees only their own: there is nothing to choose.
  if (me.role === 'rep' && values.owner === '') return null;
  const others = people.all
    .filter(({ id, active }) => active && id !== me.id)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <SelectFilter
      label={t.owner}
      options={[{ id: 'me', label: t.mine }, ...others]}
      value={values.owner === '' ? null : values.owner}
      onChange={(owner) => set({ owner: owner ?? '' })}
    />
  );
}
