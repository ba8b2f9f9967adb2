import { type ApiKeyView, createKey, listKeys, revokeKey } from '../../api/contracts/auth.js';
import { examples, type Register } from '../command.js';
import { tableTime } from '../local-time.js';
import { userNames, userOf } from '../lookups.js';
import { instantText } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface KeyOptions {
  readonly user: string;
  readonly name: string;
  readonly expires?: string;
}

async function runKeyAdd({ user, name, expires }: KeyOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const userId = await userOf(api, user);
  const made = await api.call(createKey, {
    body: { name, userId, ...(expires === undefined ? {} : { expiresAt: expires }) },
  });
  return documented(
    made,
    [`Made ${made.id}, which acts as ${user}:`, '', `  ${made.key}`, '', 'It is not shown again.'].join('\n'),
  );
}

async function runKeyList({ all }: { readonly all?: boolean }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const keys: ApiKeyView[] = [];
  for await (const key of api.each(listKeys)) if (all === true || key.revokedAt === null) keys.push(key);
  const nameOf = await userNames(api);
  const columns = ['KEY', 'NAME', 'ACTS AS', 'ROLE', 'LAST USED', 'EXPIRES', 'REVOKED'].map((title) => ({ title }));
  const rows = keys.map((key) => [
    key.id,
    key.name,
    nameOf(key.userId),
    key.role,
    ...[key.lastUsedAt, key.expiresAt, key.revokedAt].map((instant) => tableTime(instant) || '-'),
  ]);
  return listed(keys, [table(columns, rows, deps.style), '', `${counted(keys.length, 'key')}.`].join('\n'));
}

async function runKeyRevoke(id: string, deps: Deps): Promise<Outcome> {
  await (await deps.api()).call(revokeKey, { params: { id } });
  return documented({ id }, `Revoked ${id}.`);
}

export const keyAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('make an API key')
    .description('Make an API key that acts as a user, with that user’s role. It is shown once.')
    .requiredOption('--user <id|email|me>', 'whom it acts as')
    .requiredOption('--name <text>', 'what it is for')
    .option('--expires <instant>', 'when it stops working; never, if absent', instantText)
    .addHelpText('after', examples('key add --user shop@example.com --name "the shop’s orders"'))
    .action((options: KeyOptions) => run((deps) => runKeyAdd(options, deps)));

export const keyList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list API keys')
    .description('List the API keys that work, newest first.')
    .option('--all', 'also those that were revoked')
    .addHelpText('after', examples('key list', 'key list --all'))
    .action((options: { readonly all?: boolean }) => run((deps) => runKeyList(options, deps)));

export const keyRevoke: Register = (parent, run) =>
  parent
    .command('revoke')
    .summary('revoke an API key')
    .description('Revoke an API key at once.')
    .argument('<id>', 'which key')
    .addHelpText('after', examples('key revoke key_01j8z...'))
    .action((id: string) => run((deps) => runKeyRevoke(id, deps)));
