import type { TeamView } from '../../api/contracts/teams.js';

/** A member of a team as a form has it: territories in one text. */
export interface MemberForm {
  readonly userId: string;
  readonly territories: string;
}

export const membersOf = (team: TeamView): readonly MemberForm[] =>
  team.members.map(({ userId, territories }) => ({ userId, territories: territories.join(', ') }));

/** Places with commas between, a Chinese one too. */
export const territoriesOf = (text: string): string[] =>
  text
    .split(/[,，、;]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const isTerritory = (text: string): boolean => /^[^/]+(\/[^/]+){0,2}$/.test(text);

/** The member at a place, one place earlier or later. */
export function moved(members: readonly MemberForm[], index: number, by: -1 | 1): readonly MemberForm[] {
  const to = index + by;
  const [here, there] = [members[index], members[to]];
  if (here === undefined || there === undefined) return members;
  return members.map((member, i) => (i === index ? there : i === to ? here : member));
}

export const bodyOf = (members: readonly MemberForm[]) =>
  members.map(({ userId, territories }) => ({ userId, territories: territoriesOf(territories) }));
