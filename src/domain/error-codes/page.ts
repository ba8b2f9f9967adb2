import { ERROR_TABLES, isErrorCode } from '../errors.js';
import type { CodeEntry } from './code-entry.js';

type Table = { readonly [code: string]: CodeEntry };

const SECTIONS: readonly { readonly title: string; readonly text: string; readonly codes: Table }[] = [
  {
    title: 'Findings in definitions',
    text: 'What `lint` and `publish` object to. [lint.md](lint.md) has an example of each with its fix. All are errors but `unreachable-step`, `consent-not-asked` and `waiting-not-heard`.',
    codes: ERROR_TABLES.lint,
  },
  {
    title: 'The gate before every message',
    text: 'Why a message was skipped or deferred, in the order in which the gate asks. These are entries of the journal, never errors.',
    codes: ERROR_TABLES.gate,
  },
  { title: 'Requests and commands', text: 'Why a request or a command was refused.', codes: ERROR_TABLES.request },
  {
    title: 'Campaigns',
    text: 'Why a command on a campaign was refused, and why one was paused or stopped.',
    codes: ERROR_TABLES.campaign,
  },
  { title: 'Users, teams and mailboxes', text: 'Why they can’t be changed as asked.', codes: ERROR_TABLES.people },
  {
    title: 'Simulations',
    text: 'What `simulate` objects to in its events, beside the codes of findings in definitions.',
    codes: ERROR_TABLES.simulate,
  },
  {
    title: 'Differences between the records and Temporal',
    text: 'What `verify` reports. A code keeps its meaning; what to do is the same for every such difference.',
    codes: ERROR_TABLES.verify,
  },
  { title: 'Imports', text: 'What an import reports of its files and rows.', codes: ERROR_TABLES.import },
];

/** The page docs/error-codes.md. `apiCodes` are those that only the API answers with. */
export function errorCodesPage(apiCodes: {
  readonly [code: string]: { readonly status: number; readonly title: string };
}): string {
  const sections = SECTIONS.map(
    ({ title, text, codes }) => `## ${title}\n\n${text}\n\n${HEAD}\n${Object.entries(codes).map(row).join('\n')}\n`,
  );
  const apiOnly = Object.entries(apiCodes).filter(([code]) => !isErrorCode(code));
  const api = `## Of the API alone\n\nProblems of HTTP itself, as \`application/problem+json\` (RFC 9457).\n\n| code | meaning | status |\n|---|---|---|\n${apiOnly.map(([code, { title, status }]) => `| \`${code}\` | ${title} | ${status} |`).join('\n')}\n`;
  return `${INTRODUCTION}\n${[...sections, api].join('\n')}`;
}

const INTRODUCTION = `# Codes

Every finding, refusal and journal entry carries a code. A code keeps its meaning; messages may be reworded. *Status* is what the API answers with (a dash: it is only ever an entry of a list), *exit* what the command line ends with.

<!-- Generated from src/domain/error-codes by tools/error-codes.ts; edit there. -->
`;

const HEAD = '| code | meaning | what to do | status | exit |\n|---|---|---|---|---|';

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const row = ([code, { title, help, http, exit }]: readonly [string, CodeEntry]): string =>
  `| \`${code}\` | ${escapeCell(title)} | ${escapeCell(help)} | ${http ?? '-'} | ${exit} |`;
