import { useState } from 'react';
import { useParams } from 'wouter';
import type { getUser, UserDetailView } from '../../api/contracts/users.js';
import { useOne } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { useRoleName } from '../app/top-bar.js';
import { languageName } from '../contacts/names.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Loaded } from '../kit/states.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { AbsenceDialog, BackDialog } from './absence-dialogs.js';
import { isBelow, maySetAbsence } from './address.js';
import { EditDialog } from './edit-dialog.js';
import { InviteDialog } from './invite-dialog.js';
import { LeaveDialog } from './leave-dialog.js';
import { LeavingCard } from './leaving-card.js';
import { UserState } from './state.js';
import { peopleTexts } from './texts.js';
import './people.css';

/** One user: who they are, what is in their hands, and whether they are here. */
export function Page() {
  const t = useTexts(peopleTexts);
  const { id = '' } = useParams<{ id: string }>();
  const user = useOne<typeof getUser>('GET /v1/users/:id', { params: { id } }, { kinds: ['user', 'task', 'contact'] });
  if (user.data === undefined) {
    return (
      <>
        <PageHeader title={t.title} above={<Link href="/people">{t.back}</Link>} />
        <Loaded of={user}>{() => null}</Loaded>
      </>
    );
  }
  return <User key={id} user={user.data} />;
}

type Asked = 'edit' | 'away' | 'back' | 'invite' | 'leave';

function User({ user }: { readonly user: UserDetailView }) {
  const t = useTexts(peopleTexts);
  const me = useMe();
  const people = usePeople();
  const roleName = useRoleName();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const isOps = me.role === 'ops';
  const mayAway = user.active && maySetAbsence(me, user, isBelow(people.all, user, me.id));
  return (
    <div className="ft-stack">
      <PageHeader
        title={user.name}
        above={<Link href="/people">{t.back}</Link>}
        below={
          <span className="ft-line">
            {roleName(user.role)}
            <UserState user={user} />
          </span>
        }
        acts={
          <>
            {mayAway && user.absence !== null && <Button onPress={() => setAsked('back')}>{t.comeBack}</Button>}
            {mayAway && <Button onPress={() => setAsked('away')}>{t.setAway}</Button>}
            {isOps && user.active && <Button onPress={() => setAsked('invite')}>{t.invite}</Button>}
            {isOps && <Button onPress={() => setAsked('edit')}>{t.edit}</Button>}
            {isOps && user.active && user.id !== me.id && (
              <Button look="danger" onPress={() => setAsked('leave')}>
                {t.leave}
              </Button>
            )}
          </>
        }
      />
      {!user.active && (isOps || me.role === 'manager') && <LeavingCard userId={user.id} />}
      <div className="people-columns">
        <Details user={user} />
        <InHand user={user} />
      </div>
      {asked === 'edit' && <EditDialog user={user} onClose={close} />}
      {asked === 'away' && <AbsenceDialog user={user} onClose={close} />}
      {asked === 'back' && <BackDialog user={user} onClose={close} />}
      {asked === 'invite' && <InviteDialog user={user} onClose={close} />}
      {asked === 'leave' && <LeaveDialog user={user} onClose={close} />}
    </div>
  );
}

function Details({ user }: { readonly user: UserDetailView }) {
  const t = useTexts(peopleTexts);
  const { language } = useLanguage();
  const facts = [
    [t.address, user.email],
    [t.phone, user.phone],
    [t.manager, user.managerId === null ? null : <Person key="manager" id={user.managerId} />],
    [t.deputy, user.deputyId === null ? null : <Person key="deputy" id={user.deputyId} />],
    [t.inTeams, user.teams.join(', ') || null],
    [t.language, user.language === null ? null : languageName(language, user.language)],
    [t.timezone, user.timezone],
    [t.calendar, user.calendar],
  ] as const;
  return (
    <Card title={t.facts}>
      <FactList facts={facts} none={t.none} />
    </Card>
  );
}

function InHand({ user: { work, reports } }: { readonly user: UserDetailView }) {
  const t = useTexts(peopleTexts);
  const { number } = useFormats();
  const counts = [
    [t.contacts, number(work.contacts)],
    [t.accounts, number(work.accounts)],
    [t.deals, number(work.deals)],
    [t.journeys, number(work.journeys)],
    [t.tasks, number(work.tasks)],
    [t.reports, number(reports)],
  ] as const;
  return (
    <Card title={t.inHand}>
      <FactList facts={counts} />
    </Card>
  );
}
