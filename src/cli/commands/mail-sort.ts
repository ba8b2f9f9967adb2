import { examples, type Register } from '../command.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { plain } from '../style.js';
import { table } from '../table.js';

const COLUMNS = [{ title: 'file' }, { title: 'kind' }, { title: 'until or address', atMost: 40 }, { title: 'why' }];

async function runSort(files: readonly string[], deps: Deps): Promise<Outcome> {
  const rows = [];
  // One after the other: a file may have 30 MB.
  for (const file of files) rows.push({ file, ...(await deps.sortMail(await deps.readBytes(file))) });
  const lines = rows.map(({ file, kind, until, address, why }) => [file, kind, until ?? address ?? '', why].map(plain));
  return listed(rows, table(COLUMNS, lines, deps.style));
}

export const mailSort: Register = (parent, run) =>
  parent
    .command('sort')
    .summary('say what incoming mails are')
    .description(
      'Sort mails as the inbox reader does: reply, out-of-office, auto-reply, hard-bounce, soft-bounce, complaint, unsubscribe or other. Nothing is stored. With --json one line a mail: { file, kind, until, address, references, why }.',
    )
    .argument('<file...>', 'mails as they came in (.eml)')
    .addHelpText('after', examples('mail sort bounce.eml', 'mail sort inbox/one.eml inbox/two.eml --json'))
    .action((files: string[]) => run((deps) => runSort(files, deps)));
