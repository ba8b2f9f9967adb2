/* Of what was not found: which command shows what there is, by where it was looked for. */

const COMMANDS: { readonly [collection: string]: string } = {
  bulks: 'bulk list',
  campaigns: 'campaign list',
  care: 'care list',
  forms: 'form list',
  'form-submissions': 'form list',
  'incoming-mails': 'mail received --json',
  journeys: 'journeys',
  keys: 'key list',
  mailboxes: 'mailbox list',
  messages: 'message list',
  notices: 'notices --json',
  pools: 'pool list',
  robots: 'robot list',
  segments: 'segment list',
  tasks: 'task list',
  teams: 'team list',
  templates: 'template list',
  users: 'user list',
};

/** What no command lists. */
const ELSEWHERE: { readonly [collection: string]: string } = {
  contacts: 'Check the id, or give the address of the contact in its place.',
  deals: 'Check the id: the page of its contact shows it.',
  definitions: 'Check the id: the page shows all definitions, and `followthrough journeys` those that are under way.',
};

/** What to do about an id that is not there. `address`: the API's, as `/v1/forms/contact-us`. */
export function whereToLook(address: string): string {
  const collection = address.split('/')[2] ?? '';
  const command = COMMANDS[collection];
  if (command !== undefined) return `Check the id: \`followthrough ${command}\` shows what there is.`;
  return ELSEWHERE[collection] ?? 'Check the id: the search of the page finds what there is.';
}
