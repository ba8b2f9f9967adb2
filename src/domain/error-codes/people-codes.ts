import type { CodeEntry } from './code-entry.js';

/** Why users, teams and mailboxes can't be changed as asked. */
export const PEOPLE_CODES = {
  'user-email-taken': {
    http: 409,
    exit: 1,
    title: 'Another user has this address',
    help: 'Change that user instead, or bring them back if they have left.',
  },
  'unknown-manager': {
    http: 422,
    exit: 1,
    title: 'There is no such manager',
    help: 'Give an active user, or nobody.',
  },
  'manager-cycle': {
    http: 422,
    exit: 1,
    title: 'Nobody is their own manager',
    help: 'Give somebody who is not in the charge of this user, themselves included.',
  },
  'own-role': {
    http: 409,
    exit: 1,
    title: 'Nobody changes their own role',
    help: 'Ask another user of ops.',
  },
  'own-account': {
    http: 409,
    exit: 1,
    title: 'Nobody takes away their own access',
    help: 'Ask another user of ops.',
  },
  'last-ops': {
    http: 409,
    exit: 1,
    title: 'It is the last user of ops',
    help: 'Give somebody else the role ops first: without it nobody could make users.',
  },
  'user-left': {
    http: 409,
    exit: 1,
    title: 'The user works here no longer',
    help: 'Bring the user back first, if that is meant.',
  },
  'unknown-deputy': {
    http: 422,
    exit: 1,
    title: 'There is no such deputy',
    help: 'Give an active user, or nobody: then the manager has the work.',
  },
  'own-deputy': {
    http: 422,
    exit: 1,
    title: 'Nobody is their own deputy',
    help: 'Give somebody else, or nobody: then the manager has the work.',
  },
  'deputy-away': {
    http: 409,
    exit: 1,
    title: 'The deputy is away then too',
    help: 'Give somebody who is there all the time, or nobody: then the manager has the work.',
  },
  'bad-absence': {
    http: 422,
    exit: 1,
    title: 'The absence has no time to come',
    help: 'Let it end after it begins, and after now.',
  },
  'not-away': { http: 409, exit: 1, title: 'The user is not away', help: 'Nothing to do.' },
  'unknown-zone': {
    http: 422,
    exit: 1,
    title: 'There is no such time zone',
    help: 'Give an IANA zone such as Europe/Berlin.',
  },
  'no-such-calendar': {
    http: 422,
    exit: 1,
    title: 'There is no such calendar',
    help: 'Give the id of one in the folder calendars.',
  },
  'bad-address': {
    http: 422,
    exit: 1,
    title: 'It is no e-mail address',
    help: 'Give one address without a name, such as ada@example.com.',
  },
  'team-taken': {
    http: 409,
    exit: 1,
    title: 'Another team has this id',
    help: 'Change that team, or give another id.',
  },
  'unknown-member': {
    http: 422,
    exit: 1,
    title: 'A member is no active user, or is named twice',
    help: 'Name active users, each once.',
  },
  'mailbox-taken': {
    http: 409,
    exit: 1,
    title: 'Another mailbox has this id',
    help: 'Change that mailbox, or give another id.',
  },
  'bad-invitation': {
    http: 401,
    exit: 1,
    title: 'The invitation is used, withdrawn or too old',
    help: 'Ask ops for a new one.',
  },
  'already-leaving': {
    http: 409,
    exit: 1,
    title: 'The user is leaving already',
    help: 'Wait until what is theirs has been handed over: `followthrough user leaving` shows how far it is.',
  },
  'unknown-successor': {
    http: 422,
    exit: 1,
    title: 'There is no such successor',
    help: 'Give an active user other than the one who leaves.',
  },
  'unknown-team': { http: 422, exit: 1, title: 'There is no such team', help: 'Give the id of a team.' },
  'no-successor': {
    http: 409,
    exit: 1,
    title: 'Nobody of the team is there',
    help: 'Give a team of which somebody is there, or one user.',
  },
  'ops-exists': {
    http: null,
    exit: 1,
    title: 'There is a user of ops already',
    help: 'Let that user make the others: `followthrough user add`, `followthrough key add`.',
  },
} as const satisfies { readonly [code: string]: CodeEntry };
