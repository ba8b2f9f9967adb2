import { useState } from 'react';
import type { listTeams, TeamView } from '../../api/contracts/teams.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Empty, Loaded } from '../kit/states.js';
import { Badge, Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { EditTeamDialog } from './team-dialog.js';
import { peopleTexts } from './texts.js';

/** All teams with their members in the order of turn. */
export function Teams({ mayEdit }: { readonly mayEdit: boolean }) {
  const t = useTexts(peopleTexts);
  const teams = useOne<typeof listTeams>('GET /v1/teams', {}, { kinds: ['user', 'journey', 'contact'] });
  const [edited, setEdited] = useState<TeamView | null>(null);
  return (
    <Loaded of={teams}>
      {({ data }) => (
        <>
          {data.length === 0 && <Empty title={t.teamsEmpty}>{t.teamsEmptyHelp}</Empty>}
          <div className="people-teams">
            {data.map((team) => (
              <TeamCard key={team.id} team={team} {...(mayEdit ? { onEdit: () => setEdited(team) } : {})} />
            ))}
          </div>
          {edited !== null && <EditTeamDialog team={edited} onClose={() => setEdited(null)} />}
        </>
      )}
    </Loaded>
  );
}

function TeamCard({ team, onEdit }: { readonly team: TeamView; readonly onEdit?: () => void }) {
  const t = useTexts(peopleTexts);
  const next = team.members.find(({ isThere }) => isThere)?.userId;
  return (
    <Card
      title={team.name}
      aside={
        <span className="ft-line">
          <code className="ft-soft ft-small">{team.id}</code>
          {onEdit !== undefined && (
            <Button onPress={onEdit} aria-label={t.teamEdit(team.name)}>
              {t.edit}
            </Button>
          )}
        </span>
      }
    >
      {team.members.length === 0 ? (
        <p className="ft-soft">{t.nobodyIn}</p>
      ) : (
        <table className="people-table" aria-label={t.teamTable(team.name)}>
          <thead>
            <tr>
              <th scope="col">{t.member}</th>
              <th scope="col" className="people-number">
                {t.load}
              </th>
              <th scope="col">{t.territories}</th>
            </tr>
          </thead>
          <tbody>
            {team.members.map((member) => (
              <tr key={member.userId}>
                <th scope="row">
                  <span className="ft-line">
                    {member.name}
                    {member.userId === next && <Badge tone="info">{t.next}</Badge>}
                    {!member.isThere && <Status tone="warn">{t.away}</Status>}
                  </span>
                </th>
                <td className="people-number">{member.contacts}</td>
                <td>{member.territories.join(', ') || <span className="ft-soft">{t.none}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
