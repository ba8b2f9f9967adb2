import { Option } from 'commander';
import { logCall as logCallOperation } from '../../api/contracts/calls.js';
import { examples, type Register } from '../command.js';
import { contactOf } from '../lookups.js';
import { callLength, instantText } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface LogCallOptions {
  readonly contact: string;
  readonly deal?: string;
  readonly outcome?: string;
  readonly notes?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly direction?: 'inbound' | 'outbound';
  readonly subject?: string;
  readonly at?: string;
}

/** Logs a call that was made or taken; journeys hear of it as `call.logged`. */
async function runLogCall(options: LogCallOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { contact: subject, deal, outcome, notes, duration, direction, at } = options;
  const contact = await contactOf(api, subject);
  const body = {
    contactId: contact.id,
    dealId: deal,
    outcome,
    note: notes,
    durationSeconds: duration,
    direction,
    subject: options.subject,
    startedAt: at,
  };
  const answer = await api.call(logCallOperation, { body });
  return documented(
    answer,
    `Logged a call with ${contact.name} as ${answer.callId}; ${counted(answer.woken, 'journey')} woken by it.`,
  );
}

export const logCall: Register = (parent, run) =>
  parent
    .command('call')
    .summary('log a call')
    .description('Log a call that was made or taken. Journeys hear of it as the event `call.logged`.')
    .requiredOption('--contact <id|email>', 'with whom')
    .option('--outcome <outcome>', 'what came of it, one word such as reached')
    .option('--notes <text>', 'what was said')
    .option('--duration <length>', 'such as 90s, 12m or 1h20m', callLength)
    .addOption(
      new Option('--direction <direction>', 'who called whom (default: outbound)').choices(['inbound', 'outbound']),
    )
    .option('--subject <text>', 'what it was about')
    .option('--deal <id>', 'the deal it was about')
    .option('--at <instant>', 'when it began (default: now)', instantText)
    .addHelpText(
      'after',
      examples(
        'log call --contact ada@example.com --outcome reached --duration 12m',
        'log call --contact con_01j8z... --direction inbound --notes "asks for a quote"',
      ),
    )
    .action((options: LogCallOptions) => run((deps) => runLogCall(options, deps)));
