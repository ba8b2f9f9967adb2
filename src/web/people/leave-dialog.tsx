import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { HandoverTarget, LeavingPreview, leaveUser, previewLeaving } from '../../api/contracts/leaving.js';
import type { listTeams } from '../../api/contracts/teams.js';
import type { UserView } from '../../api/contracts/users.js';
import { ask } from '../api/ask.js';
import { useAct, useOne } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { Loaded } from '../kit/states.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { peopleTexts } from './texts.js';

type By = Extract<HandoverTarget, { type: 'team' }>['by'];
const CHANGES = { changes: ['user', 'task', 'contact', 'journey', 'deal', 'message'] } as const;

/** Somebody leaves: who gets what is said and shown before it is done. */
export function LeaveDialog({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const act = useAct<typeof leaveUser>('POST /v1/users/:id/leaving', CHANGES);
  const [target, setTarget] = useState<HandoverTarget | null>(null);
  return (
    <ActDialog
      title={t.leaveTitle(user.name)}
      effect={t.leaveEffect}
      confirm={t.leaveDo}
      done={t.leaveDone}
      danger
      missing={target === null ? t.targetMissing : null}
      onClose={onClose}
      run={async (reason, key) => {
        if (target !== null) await act.run({ params: { id: user.id }, body: { to: target, reason } }, key);
      }}
    >
      <TargetFields user={user} onChange={setTarget} />
      {target !== null && <Preview userId={user.id} target={target} />}
    </ActDialog>
  );
}

function TargetFields({
  user,
  onChange,
}: {
  readonly user: UserView;
  readonly onChange: (target: HandoverTarget | null) => void;
}) {
  const t = useTexts(peopleTexts);
  const people = usePeople();
  const teams = useOne<typeof listTeams>('GET /v1/teams', {});
  const [type, setType] = useState<HandoverTarget['type']>('user');
  const [userId, setUserId] = useState<string | null>(null);
  const [teamId, setTeamId] = useState<string | null>(null);
  const [by, setBy] = useState<By>('roundRobin');
  const tell = (next: { type?: HandoverTarget['type']; userId?: string; teamId?: string; by?: By }) => {
    const said = { type, userId, teamId, by, ...next };
    if (said.type === 'user') onChange(said.userId === null ? null : { type: 'user', userId: said.userId });
    else onChange(said.teamId === null ? null : { type: 'team', teamId: said.teamId, by: said.by });
  };
  const successors = people.all.filter(({ id, active, role }) => id !== user.id && active && role !== 'viewer');
  return (
    <>
      <Select
        label={t.goesTo}
        options={[
          { id: 'user', label: t.onePerson },
          { id: 'team', label: t.aTeam },
        ]}
        value={type}
        onChange={(next) => {
          setType(next);
          tell({ type: next });
        }}
      />
      {type === 'user' ? (
        <Select
          label={t.successor}
          options={successors.map(({ id, name }) => ({ id, label: name }))}
          value={userId}
          onChange={(id) => {
            setUserId(id);
            tell({ userId: id });
          }}
          isRequired
        />
      ) : (
        <>
          <Select
            label={t.team}
            options={(teams.data?.data ?? []).map(({ id, name }) => ({ id, label: name }))}
            value={teamId}
            onChange={(id) => {
              setTeamId(id);
              tell({ teamId: id });
            }}
            isRequired
          />
          <Select
            label={t.by}
            options={[
              { id: 'roundRobin', label: t.byTurn },
              { id: 'leastLoaded', label: t.byLoad },
              { id: 'territory', label: t.byTerritory },
            ]}
            value={by}
            onChange={(next) => {
              setBy(next);
              tell({ by: next });
            }}
          />
        </>
      )}
    </>
  );
}

function Preview({ userId, target }: { readonly userId: string; readonly target: HandoverTarget }) {
  const query = useQuery({
    queryKey: ['leaving-preview', userId, target],
    queryFn: ({ signal }) =>
      ask<typeof previewLeaving>(
        'POST /v1/users/:id/leaving/preview',
        { params: { id: userId }, body: { to: target } },
        { signal },
      ),
    meta: { kinds: ['user', 'task', 'contact'] },
  });
  const of = { data: query.data, error: query.error, isLoading: query.isPending, refetch: () => void query.refetch() };
  return <Loaded of={of}>{(preview) => <PreviewTable preview={preview} />}</Loaded>;
}

function PreviewTable({ preview }: { readonly preview: LeavingPreview }) {
  const t = useTexts(peopleTexts);
  const { list } = useFormats();
  const { gets, reports, reportsTo, deputyOf, teams, mailboxes, keys, definitions } = preview;
  const names = (people: readonly { readonly name: string }[]) => list(people.map(({ name }) => name));
  return (
    <div className="ft-stack">
      <table className="people-table" aria-label={t.previewTable}>
        <thead>
          <tr>
            <th scope="col">{t.whoGets}</th>
            {[t.contacts, t.accounts, t.deals, t.tasks].map((title) => (
              <th key={title} scope="col" className="people-number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {gets.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                {each.name}
                {!each.isThere && <span className="ft-soft">{t.awayNow}</span>}
              </th>
              <td className="people-number">{each.contacts}</td>
              <td className="people-number">{each.accounts}</td>
              <td className="people-number">{each.deals}</td>
              <td className="people-number">{each.tasks}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {reports.length > 0 && <p>{t.chargeGoes(names(reports), reportsTo?.name ?? t.none)}</p>}
      {deputyOf.length > 0 && <p>{t.deputyOf(names(deputyOf))}</p>}
      {teams.length > 0 && <p>{t.outOf(list(teams))}</p>}
      {mailboxes.length > 0 && <p>{t.boxes(list(mailboxes))}</p>}
      {keys > 0 && <p>{t.keysEnd(keys)}</p>}
      {definitions.length > 0 && <Notice tone="warn">{t.namedIn(list(definitions))}</Notice>}
    </div>
  );
}
