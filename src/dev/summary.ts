import { MINUTE } from '../domain/instant.js';
import type { DataKind } from './data-kind.js';

/** What a person needs to go on after the start. */
export interface Summary {
  readonly kind: DataKind;
  /** Business milliseconds a real one. */
  readonly clockRate: number;
  readonly apiUrl: string;
  readonly mailUrl: string | null;
  readonly temporalUiUrl: string | null;
  readonly logins: readonly { readonly email: string; readonly password: string; readonly role: string }[];
  readonly dataDir: string;
  readonly seconds: number;
}

/** The lines shown when everything runs: the page first, then who to be and where to look, in order. */
export function summaryLines(summary: Summary): readonly string[] {
  const { apiUrl, mailUrl, temporalUiUrl, dataDir, logins } = summary;
  const addresses: (readonly [string, string | null])[] = [
    ['Page', apiUrl],
    ['Mail inbox', mailUrl],
    ['Temporal UI', temporalUiUrl],
    ['API docs', `${apiUrl}/docs`],
    ['Data', dataDir],
  ];
  return [
    '',
    `Followthrough runs (${summary.seconds.toFixed(1)} s).`,
    '',
    ...addresses.flatMap(([name, where]) => (where === null ? [] : `  ${name.padEnd(12)} ${where}`)),
    '',
    ...nextSteps(summary),
    ...(logins.length === 0 ? [] : ['', 'All logins:', ...loginLines(logins)]),
    '',
    'Ctrl-C ends it; the next start keeps the data and goes on from there. `npm start -- --clean` begins again.',
  ];
}

function nextSteps({ kind, clockRate, apiUrl }: Summary): readonly string[] {
  if (kind !== 'demo') {
    const people = kind === 'real' ? 'real time' : dayTakes(clockRate);
    return [
      `Nobody is here yet (${people}). In another terminal:`,
      '  bin/followthrough publish definitions/lead-to-customer.yaml',
      '  bin/followthrough lead add --email ada@example.com --last-name Lovelace',
      `Then sign in at ${apiUrl} as manager@demo.example, password demo-manager.`,
    ];
  }
  return [
    `Five minutes (made-up people whose journeys move by themselves; ${dayTakes(clockRate)}):`,
    `  1. Open ${apiUrl} and sign in as manager@demo.example, password demo-manager.`,
    '     Home begins with what needs you: SLAs about to break, what is overdue or held.',
    '  2. Board: who is at which stage. Watch it; mails, replies and calls move people on.',
    '  3. Open somebody: every line of the story has its reason, and the next action its exact time.',
    '     Pause the journey, and resume it.',
    '  4. Inbox: the mails as they went out. None leaves this machine.',
    "  5. Sign out, sign in as rep@demo.example, password demo-rep: Tasks. Robin's are yours; nobody else does them.",
    '     Record an outcome, and see in the story what it led to.',
  ];
}

const dayTakes = (rate: number): string => {
  const seconds = Math.round((1440 * MINUTE) / rate / 100) / 10;
  return `a day of business time takes ${seconds} s`;
};

/** Addresses that share a password stand on one line. */
function loginLines(logins: Summary['logins']): readonly string[] {
  const byPassword = new Map<string, string[]>();
  for (const { email, password } of logins) byPassword.set(password, [...(byPassword.get(password) ?? []), email]);
  const width = Math.max(...[...byPassword.keys()].map((password) => password.length));
  return [...byPassword].map(([password, emails]) => `  ${password.padEnd(width)}  ${emails.join(', ')}`);
}
