/** What a person needs to go on after the start. */
export interface Summary {
  readonly apiUrl: string;
  readonly mailUrl: string | null;
  readonly temporalUiUrl: string | null;
  readonly logins: readonly { readonly email: string; readonly password: string; readonly role: string }[];
  readonly dataDir: string;
  readonly seconds: number;
}

/** The lines shown when everything runs. */
export function summaryLines(summary: Summary): readonly string[] {
  const addresses: (readonly [string, string])[] = [
    ['API', summary.apiUrl],
    ['API docs', `${summary.apiUrl}/docs`],
  ];
  if (summary.mailUrl !== null) addresses.push(['Mail inbox', summary.mailUrl]);
  if (summary.temporalUiUrl !== null) addresses.push(['Temporal UI', summary.temporalUiUrl]);
  const width = Math.max(0, ...summary.logins.map((login) => login.email.length));
  const logins = summary.logins.map((login) => `  ${login.email.padEnd(width)}  ${login.password}`);
  return [
    '',
    `Followthrough runs (${summary.seconds.toFixed(1)} s).`,
    '',
    ...addresses.map(([name, url]) => `  ${name.padEnd(12)} ${url}`),
    `  ${'Data'.padEnd(12)} ${summary.dataDir}`,
    ...(logins.length === 0 ? [] : ['', 'Demo logins:', ...logins]),
    '',
    'Try next, in another terminal:',
    '  bin/followthrough journeys',
    '  bin/followthrough lead add --email ada@example.com --last-name Lovelace',
    '  bin/followthrough doctor',
    '',
    'Ctrl-C ends it; the next start keeps the data.',
  ];
}
