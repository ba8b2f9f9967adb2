import { useState } from 'react';
import type { endAbsence, endMyAbsence, setAbsence, setMyAbsence, UserView } from '../../api/contracts/users.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { useNow } from '../app/world.js';
import { ActDialog } from '../kit/act-dialog.js';
import { DateField } from '../kit/date-field.js';
import { Select } from '../kit/select.js';
import { dayKey, ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { dayBegins, dayEnds, dayOf, lastDayOf } from './days.js';
import { peopleTexts } from './texts.js';

const NONE = '-';
/** On whose desk tasks are changes with it, and what one sees. */
const CHANGES = { changes: ['user', 'task', 'contact', 'journey', 'deal', 'message'] } as const;

interface AbsenceProps {
  readonly user: UserView;
  readonly onClose: () => void;
}

/** Says when somebody is away, and who does the work. */
export function AbsenceDialog({ user, onClose }: AbsenceProps) {
  const now = useNow();
  // By business time, which the server tells: without it there is no today.
  return now === null ? null : (
    <AbsenceForm user={user} today={dayKey(new Date(now).toISOString(), zoneOf(user))} onClose={onClose} />
  );
}

const zoneOf = (user: UserView): string => user.timezone ?? ownZone();

function AbsenceForm({ user, today, onClose }: AbsenceProps & { readonly today: string }) {
  const t = useTexts(peopleTexts);
  const run = useSetAbsence(user);
  const zone = zoneOf(user);
  const { absence } = user;
  const [from, setFrom] = useState<string | null>(absence === null ? today : dayOf(absence.from, zone));
  const [to, setTo] = useState<string | null>(absence?.to == null ? null : lastDayOf(absence.to, zone));
  const [deputy, setDeputy] = useState(user.deputyId ?? NONE);
  const isWrong = from !== null && to !== null && to < from;
  const body = {
    // From today on is from now on: what is left of today is away too.
    ...(from === null || from <= today ? {} : { from: dayBegins(from, zone) }),
    to: to === null ? null : dayEnds(to, zone),
    deputyId: deputy === NONE ? null : deputy,
  };
  return (
    <ActDialog
      title={t.awayTitle(user.name)}
      effect={t.awayEffect}
      confirm={t.say}
      done={t.setAwayDone}
      reason="none"
      missing={isWrong ? t.orderWrong : null}
      onClose={onClose}
      run={(_, key) => run(body, key)}
    >
      <DateField label={t.from} value={from} onChange={setFrom} />
      <div>
        <DateField label={t.to} value={to} onChange={setTo} />
        <p className="ft-help">{t.toHelp(t.inZone(zone))}</p>
      </div>
      <DeputyField user={user} value={deputy} onChange={setDeputy} />
    </ActDialog>
  );
}

/** Everybody may for themselves; for others it is another operation. */
function useSetAbsence(user: UserView) {
  const me = useMe();
  const own = useAct<typeof setMyAbsence>('POST /v1/auth/me/absence', CHANGES);
  const others = useAct<typeof setAbsence>('POST /v1/users/:id/absence', CHANGES);
  type Body = Parameters<typeof own.run>[0]['body'];
  return (body: Body, key: string): Promise<UserView> =>
    user.id === me.id ? own.run({ body }, key) : others.run({ params: { id: user.id }, body }, key);
}

function DeputyField({
  user,
  value,
  onChange,
}: {
  readonly user: UserView;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const t = useTexts(peopleTexts);
  const people = usePeople();
  const deputies = people.all.filter(({ id, active, role }) => id !== user.id && active && role !== 'viewer');
  return (
    <Select
      label={t.deputy}
      options={[{ id: NONE, label: t.byManager }, ...deputies.map(({ id, name }) => ({ id, label: name }))]}
      value={value}
      onChange={onChange}
    />
  );
}

/** Says that somebody is back, or doesn't go after all. */
export function BackDialog({ user, onClose }: AbsenceProps) {
  const t = useTexts(peopleTexts);
  const me = useMe();
  const own = useAct<typeof endMyAbsence>('DELETE /v1/auth/me/absence', CHANGES);
  const others = useAct<typeof endAbsence>('DELETE /v1/users/:id/absence', CHANGES);
  return (
    <ActDialog
      title={t.backTitle(user.name)}
      effect={t.backEffect}
      confirm={t.comeBack}
      done={t.backDone}
      reason="none"
      onClose={onClose}
      run={(_, key) => (user.id === me.id ? own.run({}, key) : others.run({ params: { id: user.id } }, key))}
    />
  );
}
