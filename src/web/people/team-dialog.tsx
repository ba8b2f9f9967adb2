import { useState } from 'react';
import type { createTeam, TeamView, updateTeam } from '../../api/contracts/teams.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Select } from '../kit/select.js';
import { Sign } from '../kit/sign.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { bodyOf, isTerritory, type MemberForm, membersOf, moved, territoriesOf } from './members.js';
import { peopleTexts } from './texts.js';

/** Makes a team. */
export function NewTeamDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const act = useAct<typeof createTeam>('POST /v1/teams');
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [members, setMembers] = useState<readonly MemberForm[]>([]);
  const idFault = /^\S{1,64}$/.test(id.trim()) ? null : t.idWrong;
  return (
    <ActDialog
      title={t.newTeam}
      effect={t.teamEffect}
      confirm={t.teamCreate}
      done={t.teamCreated}
      reason="none"
      missing={idFault ?? faultOf(members, t)}
      onClose={onClose}
      run={(_, key) =>
        act.run(
          { body: { id: id.trim(), name: name.trim() === '' ? id.trim() : name.trim(), members: bodyOf(members) } },
          key,
        )
      }
    >
      <TextField label={t.teamId} help={t.teamIdHelp} value={id} onChange={setId} maxLength={64} isRequired />
      <TextField label={t.teamName} value={name} onChange={setName} maxLength={200} />
      <Members members={members} onChange={setMembers} />
    </ActDialog>
  );
}

/** Changes a team: its name, who is in it, whose turn it is, and what each looks after. */
export function EditTeamDialog({ team, onClose }: { readonly team: TeamView; readonly onClose: () => void }) {
  const t = useTexts(peopleTexts);
  const act = useAct<typeof updateTeam>('PATCH /v1/teams/:id');
  const before = membersOf(team);
  const [name, setName] = useState(team.name);
  const [members, setMembers] = useState(before);
  const sameMembers = JSON.stringify(bodyOf(members)) === JSON.stringify(bodyOf(before));
  const changes = {
    ...(name.trim() === team.name ? {} : { name: name.trim() }),
    // Whose turn it is goes on meanwhile: an order that nobody touched is not sent back.
    ...(sameMembers ? {} : { members: bodyOf(members) }),
  };
  const lacks = name.trim() === '' ? t.nameMissing : Object.keys(changes).length === 0 ? t.unchanged : null;
  return (
    <ActDialog
      title={t.teamEdit(team.name)}
      effect={t.teamEffect}
      confirm={t.save}
      done={t.saved}
      reason="none"
      missing={lacks ?? faultOf(members, t)}
      onClose={onClose}
      run={(_, key) => act.run({ params: { id: team.id }, body: changes }, key)}
    >
      <TextField label={t.teamName} value={name} onChange={setName} maxLength={200} isRequired />
      <Members members={members} onChange={setMembers} />
    </ActDialog>
  );
}

const faultOf = (members: readonly MemberForm[], t: (typeof peopleTexts)['en']): string | null =>
  members.every(({ territories }) => territoriesOf(territories).every(isTerritory)) ? null : t.territoriesWrong;

interface MembersProps {
  readonly members: readonly MemberForm[];
  readonly onChange: (members: readonly MemberForm[]) => void;
}

function Members({ members, onChange }: MembersProps) {
  const t = useTexts(peopleTexts);
  const people = usePeople();
  const outside = people.all.filter(
    ({ id, active, role }) => active && role !== 'viewer' && !members.some(({ userId }) => userId === id),
  );
  return (
    <>
      <ol className="people-members">
        {members.map((member, index) => (
          <MemberRow
            key={member.userId}
            member={member}
            name={people.get(member.userId)?.name ?? member.userId}
            onMove={(by) => onChange(moved(members, index, by))}
            isFirst={index === 0}
            isLast={index === members.length - 1}
            onTerritories={(territories) =>
              onChange(members.map((each) => (each === member ? { ...each, territories } : each)))
            }
            onOut={() => onChange(members.filter((each) => each !== member))}
          />
        ))}
      </ol>
      <Select
        label={t.addMember}
        options={outside.map(({ id, name }) => ({ id, label: name }))}
        value={null}
        onChange={(userId) => onChange([...members, { userId, territories: '' }])}
      />
    </>
  );
}

function MemberRow(props: {
  readonly member: MemberForm;
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onTerritories: (text: string) => void;
  readonly onOut: () => void;
}) {
  const t = useTexts(peopleTexts);
  const { member, name } = props;
  const isWrong = !territoriesOf(member.territories).every(isTerritory);
  return (
    <li>
      <span className="people-member-head">
        <span>{name}</span>
        <span className="ft-line">
          <Button square onPress={() => props.onMove(-1)} isDisabled={props.isFirst} aria-label={t.up(name)}>
            <Sign of="up" />
          </Button>
          <Button square onPress={() => props.onMove(1)} isDisabled={props.isLast} aria-label={t.down(name)}>
            <Sign of="down" />
          </Button>
          <Button square onPress={props.onOut} aria-label={t.out(name)}>
            <Sign of="cross" />
          </Button>
        </span>
      </span>
      <TextField
        label={t.territoriesOf(name)}
        help={t.territoriesHelp}
        value={member.territories}
        onChange={props.onTerritories}
        error={isWrong ? t.territoriesWrong : undefined}
      />
    </li>
  );
}
