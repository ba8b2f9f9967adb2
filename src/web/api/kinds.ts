/** What the stream of changes speaks of; `user` (and teams, mailboxes, robots) changes by acts of this page only. */
export const KINDS = [
  'journey',
  'task',
  'message',
  'contact',
  'deal',
  'definition',
  'notice',
  'user',
  'template',
  'campaign',
] as const;
export type Kind = (typeof KINDS)[number];

export const isKind = (value: unknown): value is Kind => KINDS.some((kind) => kind === value);

const BY_PATH: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^\/v1\/journeys\/:id\/story$/, ['journey', 'message', 'task']],
  [/^\/v1\/journeys/, ['journey']],
  [/^\/v1\/tasks/, ['task']],
  [/^\/v1\/messages/, ['message']],
  [/^\/v1\/incoming-mails/, ['message']],
  [/^\/v1\/inbox/, ['message']],
  [/^\/v1\/contacts/, ['contact']],
  [/^\/v1\/care/, ['journey']],
  [/^\/v1\/return-visits/, ['task', 'contact', 'message']],
  [/^\/v1\/pools/, ['contact']],
  [/^\/v1\/deals/, ['deal']],
  [/^\/v1\/(definitions|segments|forms)/, ['definition']],
  [/^\/v1\/templates/, ['template']],
  [/^\/v1\/campaigns/, ['campaign']],
  [/^\/v1\/notices/, ['notice']],
  [/^\/v1\/(users|teams|mailbox|robots|auth\/me)/, ['user']],
  [/^\/v1\/stats/, ['journey', 'task', 'message']],
];

/** The changes that make an answer of this operation old, when nothing else was said. */
export function kindsOf(operation: string): readonly Kind[] {
  const path = operation.split(' ')[1] ?? '';
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}
