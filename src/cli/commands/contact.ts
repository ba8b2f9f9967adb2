import { type ErasurePreview, type ErasureView, eraseContact, previewErasure } from '../../api/contracts/erasure.js';
import { examples, type Register } from '../command.js';
import { contactOf, isId } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface EraseOptions {
  readonly reason: string;
  readonly yes?: boolean;
}

/** Shows what it would take; with `--yes` it is done, and can't be undone. */
async function runErase(who: string, { reason, yes }: EraseOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  // By its id also one that was erased before: the same again is answered as then.
  const id = isId('con', who) ? who : (await contactOf(api, who)).id;
  if (yes !== true) {
    const preview = await api.call(previewErasure, { params: { id } });
    return documented(preview, previewText(preview));
  }
  const erased = await api.call(eraseContact, { params: { id }, body: { reason } });
  return documented(erased, erasedText(erased));
}

function previewText({ name, contactId, takes, alike }: ErasurePreview): string {
  return [
    `Erasing ${name} (${contactId}) would take, for good:`,
    ...linesOf(takes),
    ...(alike.length === 0
      ? []
      : [
          'These may be the same person, and are erased by themselves:',
          ...alike.map((other) => `  ${other.id}  ${other.name}  ${other.email ?? ''}`.trimEnd()),
        ]),
    'Nothing has been done yet. Say it again with --yes to do it; it cannot be undone.',
  ].join('\n');
}

const erasedText = ({ contactId, took }: ErasureView): string =>
  [`Erased: ${contactId}. Nothing more is sent, and nothing tells who it was.`, ...linesOf(took)].join('\n');

const linesOf = (counts: ErasurePreview['takes']): string[] => [
  `  ${counted(counts.journeys, 'journey')}, of which ${counts.openJourneys} open (they end)`,
  `  ${counted(counts.messages, 'message')}, of which ${counts.waitingMessages} waiting (not sent)`,
  `  ${counted(counts.tasks, 'task')}, of which ${counts.openTasks} open (withdrawn)`,
  `  the words of ${counted(counts.incomingMails, 'incoming mail')}, ${counted(counts.events, 'event')} and ${counted(counts.deals, 'deal')}`,
  `  the words of ${counted(counts.consents, 'consent')}; topic, source and time stay as proof`,
  `  ${counts.addresses} kept as hashes, so that no advertising goes to them`,
];

export const contactErase: Register = (parent, run) =>
  parent
    .command('erase')
    .summary('erase a person who wishes to be gone')
    .description(
      'Erase a contact for good: its journeys end, nothing more is sent, and nothing that tells who it was is kept. Without --yes it shows what that takes and does nothing.',
    )
    .argument('<id|email>', 'who')
    .requiredOption('--reason <text>', 'why; kept on the audit log, without what names the person')
    .option('--yes', 'do it')
    .addHelpText(
      'after',
      examples(
        'contact erase ada@example.com --reason "wrote on 4 January that she wants to be erased"',
        'contact erase ada@example.com --reason "wrote on 4 January that she wants to be erased" --yes',
      ),
    )
    .action((who: string, options: EraseOptions) => run((deps) => runErase(who, options, deps)));
