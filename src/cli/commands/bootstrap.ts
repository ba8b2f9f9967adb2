import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

interface BootstrapOptions {
  readonly email: string;
  readonly name: string;
}

/** Makes the first user of ops, with a key and a link to choose a password by. Both are shown this once. */
async function runBootstrap(options: BootstrapOptions, deps: Deps): Promise<Outcome> {
  const made = await deps.bootstrap(options);
  const { userId, key, invitation } = made;
  return documented(
    made,
    [
      `Made ${options.name} (${userId}), who is of ops and makes the other users.`,
      '',
      `  key         ${key}`,
      `  password    to be chosen at ${invitation.url}, until ${invitation.until}`,
      '',
      'Neither is shown again. The command line takes the key from FOLLOWTHROUGH_KEY.',
    ].join('\n'),
  );
}

export const bootstrap: Register = (parent, run) =>
  parent
    .command('bootstrap')
    .summary('make the first user of ops, with a key')
    .description(
      'Make the first user of ops, with a key, in the database that DATABASE_URL names; its migrations must have been applied. Refused once there is one.',
    )
    .requiredOption('--email <address>', 'their address, by which they sign in')
    .requiredOption('--name <name>', 'their name')
    .addHelpText('after', examples('bootstrap --email ops@example.com --name "Olivia Ops"'))
    .action((options: BootstrapOptions) => run((deps) => runBootstrap(options, deps)));
