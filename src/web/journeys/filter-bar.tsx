import type { listDefinitions } from '../../api/contracts/definitions.js';
import { useList } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Checkbox } from '../kit/checkbox.js';
import { ColumnChoice } from '../kit/column-choice.js';
import { Filters, SearchFilter, SelectFilter } from '../kit/filters.js';
import { Select } from '../kit/select.js';
import { Sign } from '../kit/sign.js';
import type { Address } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { fromStanding, type SHAPE, SORTS, STANDINGS, type Standing, standingOf } from './address.js';
import { useColumnTitles } from './columns.js';
import { useStages } from './stages.js';
import { stateTexts } from './state-texts.js';
import { journeysTexts } from './texts.js';

type Bound = { readonly address: Address<typeof SHAPE> };

/** The bar over the list: each part is bound to the address. */
export function FilterBar({ address }: Bound) {
  const t = useTexts(journeysTexts);
  const { values, set, faults, clear, isSaid } = address;
  return (
    <Filters
      faults={faults}
      isSaid={isSaid}
      onClear={clear}
      aside={
        <ColumnChoice columns={useColumnTitles()} shown={values.columns} onChange={(columns) => set({ columns })} />
      }
    >
      <SearchFilter label={t.search} value={values.q} onChange={(q) => set({ q })} />
      <DefinitionFilters address={address} />
      <StandingFilter address={address} />
      <OwnerFilter address={address} />
      <Select
        label={t.sort}
        options={SORTS.map((id) => ({ id, label: id === 'attention' ? t.byAttention : t[id] }))}
        value={values.sort}
        onChange={(sort) => set({ sort })}
      />
      <div className="ft-line">
        <Checkbox isSelected={values.attention} onChange={(attention) => set({ attention })}>
          {t.attention}
        </Checkbox>
        <Checkbox isSelected={values.late} onChange={(late) => set({ late })}>
          {t.late}
        </Checkbox>
      </div>
      {values.version !== null && <Chip label={t.onlyVersion(values.version)} onDrop={() => set({ version: null })} />}
      {values.contact !== '' && <Chip label={t.onlyContact} onDrop={() => set({ contact: '' })} />}
    </Filters>
  );
}

/** A filter that only links set: it can be taken away. */
function Chip({ label, onDrop }: { readonly label: string; readonly onDrop: () => void }) {
  const t = useTexts(journeysTexts);
  return (
    <Button onPress={onDrop} aria-label={t.dropFilter(label)}>
      {label} <Sign of="cross" />
    </Button>
  );
}

const MOST_DEFINITIONS = 200;

function DefinitionFilters({ address: { values, set } }: Bound) {
  const t = useTexts(journeysTexts);
  const { language } = useLanguage();
  const { rows } = useList<typeof listDefinitions>('GET /v1/definitions', { query: { limit: MOST_DEFINITIONS } });
  const journeys = rows.filter(({ kind }) => kind === 'journey' || kind === values.definition);
  // Of a single one, the stages are at hand without choosing it.
  const ofStages = values.definition === '' && journeys.length === 1 ? journeys[0]?.id : values.definition;
  const stages = useStages(ofStages ?? null);
  const definitions = journeys.map(({ id, name }) => ({ id, label: localise(language, name, id) }));
  return (
    <>
      <SelectFilter
        label={t.definition}
        options={withChosen(definitions, values.definition)}
        value={values.definition === '' ? null : values.definition}
        onChange={(definition) => set({ definition: definition ?? '', stage: '', version: null })}
      />
      {(stages.length > 1 || values.stage !== '') && (
        <SelectFilter
          label={t.stage}
          options={withChosen(stages, values.stage)}
          value={values.stage === '' ? null : values.stage}
          onChange={(stage) => set({ stage: stage ?? '' })}
        />
      )}
    </>
  );
}

/** What a link asks for can be chosen even if it is no longer among the options. */
const withChosen = (options: readonly { readonly id: string; readonly label: string }[], chosen: string) =>
  chosen === '' || options.some(({ id }) => id === chosen) ? options : [...options, { id: chosen, label: chosen }];

function StandingFilter({ address: { values, set } }: Bound) {
  const t = useTexts(journeysTexts);
  const states = useTexts(stateTexts);
  const words = useWords();
  const standing = standingOf(values);
  const options = STANDINGS.map((id): { id: Standing | 'several'; label: string } => ({
    id,
    label: id === 'open' ? states.open : words.phase(id),
  }));
  return (
    <SelectFilter<Standing | 'several'>
      label={t.standing}
      options={standing === 'several' ? [...options, { id: 'several', label: t.several }] : options}
      value={standing}
      onChange={(chosen) => {
        if (chosen !== 'several') set(fromStanding(chosen));
      }}
    />
  );
}

function OwnerFilter({ address: { values, set } }: Bound) {
  const t = useTexts(journeysTexts);
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
      options={withChosen([{ id: 'me', label: t.mine }, ...others], values.owner)}
      value={values.owner === '' ? null : values.owner}
      onChange={(owner) => set({ owner: owner ?? '' })}
    />
  );
}
