import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import type { AddressFault } from '../kit/address.js';
import { Filters, SearchFilter } from '../kit/filters.js';
import { Select } from '../kit/select.js';
import type { Address } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { tasksTexts } from './texts.js';
import { mayWork, type TASKS_SHAPE, type Whose, whoseText } from './whose.js';

/** Whose tasks, and which. A rep has only their own to look at. */
export function DeskFilters({
  address,
  whose,
  faults,
}: {
  readonly address: Address<typeof TASKS_SHAPE>;
  readonly whose: Whose;
  readonly faults: readonly AddressFault[];
}) {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const people = usePeople();
  const others = people.all.filter((person) => person.active && mayWork(person.role) && person.id !== me.id);
  const options = [
    ...(mayWork(me.role) ? [{ id: 'mine', label: t.mine }] : []),
    { id: 'everybody', label: t.everybody },
    ...others.map(({ id, name }) => ({ id, label: name })),
  ];
  return (
    <Filters faults={faults} isSaid={address.isSaid} onClear={address.clear}>
      <SearchFilter label={t.search} value={address.values.q} onChange={(q) => address.set({ q })} />
      {me.role !== 'rep' && (
        <Select
          label={t.whose}
          labelHidden
          options={options}
          value={whoseText(whose)}
          onChange={(id) => address.set({ whose: id })}
        />
      )}
    </Filters>
  );
}
