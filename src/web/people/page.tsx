import { lazy, Suspense, useMemo, useState } from 'react';
import type { listUsers, UserView } from '../../api/contracts/users.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { useRoleName } from '../app/top-bar.js';
import { Button } from '../kit/button.js';
import { Checkbox } from '../kit/checkbox.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Filters, SearchFilter, SelectFilter } from '../kit/filters.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Empty, Loading } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { type Address, useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { queryOf, ROLES, SHAPE } from './address.js';
import { NewUserDialog } from './new-user-dialog.js';
import { UserState } from './state.js';
import { NewTeamDialog } from './team-dialog.js';
import { Teams } from './teams.js';
import { peopleTexts } from './texts.js';
import './people.css';

// What only ops look after is fetched when it is gone to.
const Mailboxes = lazy(async () => ({ default: (await import('../mailboxes/list.js')).Mailboxes }));
const MailEvents = lazy(async () => ({ default: (await import('./mail-events.js')).MailEvents }));
const NewMailboxDialog = lazy(async () => ({ default: (await import('../mailboxes/dialogs.js')).NewMailboxDialog }));

const Robots = lazy(async () => ({ default: (await import('../robots/list.js')).Robots }));
const NewRobotDialog = lazy(async () => ({ default: (await import('../robots/new-dialog.js')).NewRobotDialog }));

type Asked = 'user' | 'team' | 'mailbox' | 'robot';
/** What is made on each part. */
const MADE = { users: 'user', teams: 'team', mailboxes: 'mailbox', robots: 'robot' } as const;

type Bound = { readonly address: Address<typeof SHAPE> };

/** Who works here, and in which teams. */
export function Page() {
  const t = useTexts(peopleTexts);
  const me = useMe();
  const address = useAddress(SHAPE);
  const { part } = address.values;
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <PageHeader
        title={t.title}
        acts={
          me.role === 'ops' && (
            <Button look="main" onPress={() => setAsked(MADE[part])}>
              {{ users: t.newUser, teams: t.newTeam, mailboxes: t.newMailbox, robots: t.newRobot }[part]}
            </Button>
          )
        }
      />
      <Tabs
        label={t.parts}
        chosen={part}
        onChoose={(next) => address.set({ part: next }, { push: true })}
        tabs={[
          { id: 'users', label: t.users, content: <Users address={address} /> },
          { id: 'teams', label: t.teams, content: <Teams mayEdit={me.role === 'ops'} /> },
          // How a mailbox is read is the affair of who can mend it.
          ...(me.role === 'ops'
            ? [
                {
                  id: 'mailboxes' as const,
                  label: t.mailboxes,
                  content: (
                    <Suspense fallback={<Loading />}>
                      <div className="ft-stack">
                        <Mailboxes />
                        <MailEvents />
                      </div>
                    </Suspense>
                  ),
                },
                {
                  id: 'robots' as const,
                  label: t.robots,
                  content: (
                    <Suspense fallback={<Loading />}>
                      <Robots />
                    </Suspense>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked === 'user' && <NewUserDialog onClose={close} />}
      {asked === 'team' && <NewTeamDialog onClose={close} />}
      <Suspense>
        {asked === 'mailbox' && <NewMailboxDialog onClose={close} />}
        {asked === 'robot' && <NewRobotDialog onClose={close} />}
      </Suspense>
    </>
  );
}

function Users({ address }: Bound) {
  const t = useTexts(peopleTexts);
  const query = useMemo(() => queryOf(address.values), [address.values]);
  const list = useList<typeof listUsers>('GET /v1/users', { query }, { keepOld: true });
  return (
    <>
      <UserFilters address={address} />
      <DataTable
        label={t.table}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        href={({ id }) => `/people/${id}`}
        tall
        empty={
          <Empty title={t.empty} acts={<Button onPress={address.clear}>{t.clear}</Button>}>
            {t.emptyHelp}
          </Empty>
        }
      />
    </>
  );
}

function UserFilters({ address: { values, set, faults, clear, isSaid } }: Bound) {
  const t = useTexts(peopleTexts);
  const roleName = useRoleName();
  return (
    <Filters faults={faults} isSaid={isSaid} onClear={clear}>
      <SearchFilter label={t.search} value={values.q} onChange={(q) => set({ q })} />
      <SelectFilter
        label={t.role}
        options={ROLES.map((id) => ({ id, label: roleName(id) }))}
        value={values.role}
        onChange={(role) => set({ role })}
      />
      <Checkbox isSelected={values.all} onChange={(all) => set({ all })}>
        {t.all}
      </Checkbox>
    </Filters>
  );
}

function useColumns(): readonly Column<UserView>[] {
  const t = useTexts(peopleTexts);
  const roleName = useRoleName();
  return [
    { id: 'name', title: t.name, cell: (row) => <NameCell user={row} /> },
    { id: 'state', title: t.state, cell: (row) => <UserState user={row} />, width: '200px', onPhone: true },
    { id: 'role', title: t.role, cell: (row) => roleName(row.role), width: '120px' },
    { id: 'manager', title: t.manager, cell: (row) => <Person id={row.managerId} />, width: '180px' },
    { id: 'teams', title: t.inTeams, cell: (row) => row.teams.join(', ') || <Nothing />, width: '140px' },
  ];
}

const NameCell = ({ user }: { readonly user: UserView }) => (
  <span className="people-name">
    <span className="people-cut">{user.name}</span>
    <span className="people-cut ft-soft ft-small">{user.email}</span>
  </span>
);

/** What is not there leaves its cell empty, but not silent. */
function Nothing() {
  const t = useTexts(peopleTexts);
  return (
    <span className="ft-soft">
      <span aria-hidden="true">–</span>
      <span className="ft-hidden">{t.nothing}</span>
    </span>
  );
}
