import type { Person } from '../../../src/domain/people/presence.js';

/** Somebody who works here and is there. */
export const person = (id: string, changes: Partial<Person> = {}): Person => ({
  id,
  active: true,
  role: 'rep',
  managerId: null,
  deputyId: null,
  absentFrom: null,
  absentTo: null,
  ...changes,
});
