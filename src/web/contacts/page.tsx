import { useMemo } from 'react';
import type { ContactView, listContacts } from '../../api/contracts/contacts.js';
import { useList } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Filters, SearchFilter, SelectFilter } from '../kit/filters.js';
import { Instant } from '../kit/instant.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Empty } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { type Address, useAddress } from '../kit/use-address.js';
import { contactStatusTexts } from '../texts/record-texts.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { CONTACTS_SHAPE, contactsQuery, ME } from './address.js';
import { languageName } from './names.js';
import { contactsTexts } from './texts.js';
import './contacts.css';

/** Every contact that the person may see. */
export function Page() {
  const t = useTexts(contactsTexts);
  const me = useMe();
  const address = useAddress(CONTACTS_SHAPE);
  const query = useMemo(() => contactsQuery(address.values, me.id), [address.values, me.id]);
  const list = useList<typeof listContacts>('GET /v1/contacts', { query }, { keepOld: true });
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t.title} />
      <ContactFilters address={address} />
      <DataTable
        label={t.table}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        href={({ id }) => `/contacts/${id}`}
        tall
        empty={
          address.isSaid ? (
            <Empty title={t.emptyFound} acts={<Button onPress={address.clear}>{t.clear}</Button>}>
              {t.emptyFoundHelp}
            </Empty>
          ) : (
            <Empty title={t.emptyTitle}>{t.emptyHelp}</Empty>
          )
        }
      />
    </>
  );
}

function ContactFilters({ address }: { readonly address: Address<typeof CONTACTS_SHAPE> }) {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const me = useMe();
  const people = usePeople();
  const { values, set } = address;
  const owners = people.all.filter(({ active, id }) => active && id !== me.id);
  const known = Object.keys(contactStatusTexts.en);
  const statuses = values.status === '' || known.includes(values.status) ? known : [...known, values.status];
  return (
    <Filters faults={address.faults} isSaid={address.isSaid} onClear={address.clear}>
      <SearchFilter label={t.search} value={values.q} onChange={(q) => set({ q })} />
      {me.role !== 'rep' && (
        <SelectFilter
          label={t.owner}
          options={[{ id: ME, label: t.mine }, ...owners.map(({ id, name }) => ({ id, label: name }))]}
          value={values.owner === '' ? null : values.owner}
          onChange={(owner) => set({ owner: owner ?? '' })}
        />
      )}
      <SelectFilter
        label={t.status}
        options={statuses.map((id) => ({ id, label: words.contactStatus(id) }))}
        value={values.status === '' ? null : values.status}
        onChange={(status) => set({ status: status ?? '' })}
      />
      <SearchFilter label={t.source} value={values.source} onChange={(source) => set({ source })} />
      <SearchFilter label={t.tag} value={values.tag} onChange={(tag) => set({ tag })} />
    </Filters>
  );
}

function useColumns(): readonly Column<ContactView>[] {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const { language } = useLanguage();
  return useMemo(
    () => [
      { id: 'name', title: t.name, cell: (row) => <NameCell contact={row} /> },
      {
        id: 'status',
        title: t.status,
        cell: (row) => (row.status === null ? <Nothing /> : words.contactStatus(row.status)),
        width: '140px',
        onPhone: true,
      },
      { id: 'owner', title: t.owner, cell: (row) => <Person id={row.ownerId} />, width: '180px' },
      { id: 'source', title: t.source, cell: (row) => row.source ?? <Nothing />, width: '140px' },
      {
        id: 'language',
        title: t.language,
        cell: (row) => (row.language === null ? <Nothing /> : languageName(language, row.language)),
        width: '130px',
      },
      { id: 'created', title: t.created, cell: (row) => <Instant at={row.createdAt} />, width: '130px' },
    ],
    [t, words, language],
  );
}

function NameCell({ contact }: { readonly contact: ContactView }) {
  const t = useTexts(contactsTexts);
  return (
    <span className="contacts-name">
      <span className="contacts-cut">
        {contact.name}
        {contact.doNotContact && (
          <>
            {' '}
            <Status tone="bad">{t.noContact}</Status>
          </>
        )}
      </span>
      <span className="contacts-cut ft-soft ft-small">{contact.company ?? contact.email ?? ''}</span>
    </span>
  );
}

/** What is not known leaves its cell empty, but not silent. */
function Nothing() {
  const t = useTexts(contactsTexts);
  return (
    <span className="ft-soft">
      <span aria-hidden="true">–</span>
      <span className="ft-hidden">{t.nothing}</span>
    </span>
  );
}
