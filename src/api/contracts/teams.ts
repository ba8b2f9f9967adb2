import { z } from 'zod';
import { line, name } from './common.js';
import { contract } from './contract.js';

/** `<country>`, `<country>/<region>` or `<country>/<region>/<city>`. */
const territory = line(200).regex(
  /^[^/]+(\/[^/]+){0,2}$/,
  'expected a country, a country/region or a country/region/city',
);

const MOST_MEMBERS = 500;
const MOST_TERRITORIES = 200;

const members = z
  .array(z.strictObject({ userId: line(64), territories: z.array(territory).max(MOST_TERRITORIES).default([]) }))
  .max(MOST_MEMBERS)
  .describe('whole, in the order of turn: the first is next');
export type TeamMembers = z.output<typeof members>;

export const team = z
  .object({
    id: z.string(),
    name: z.string(),
    members: z
      .array(
        z.object({
          userId: z.string(),
          name: z.string(),
          territories: z.array(z.string()),
          isThere: z.boolean().describe('active and not away: only such are assigned to'),
          contacts: z.number().int().describe('contacts they own that have an open journey, which is their load'),
        }),
      )
      .describe('in the order of turn: the first who is there is next'),
  })
  .meta({ id: 'Team' });
export type TeamView = z.output<typeof team>;

export const listTeams = contract({
  operationId: 'listTeams',
  method: 'GET',
  path: '/v1/teams',
  tag: 'People',
  summary: 'All teams with their members.',
  response: z.object({ data: z.array(team) }),
});

export const createTeam = contract({
  operationId: 'createTeam',
  method: 'POST',
  path: '/v1/teams',
  tag: 'People',
  summary: 'Make a team. Definitions name it by its id.',
  body: z.strictObject({ id: name.max(64), name: line(), members: members.default([]) }),
  response: team,
  status: 201,
});

export const updateTeam = contract({
  operationId: 'updateTeam',
  method: 'PATCH',
  path: '/v1/teams/:id',
  tag: 'People',
  summary: 'Change a team: its name, who is in it, whose turn it is, and what each looks after.',
  params: z.object({ id: name.max(64) }),
  body: z.strictObject({ name: line(), members }).partial(),
  response: team,
});
