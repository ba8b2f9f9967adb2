/** 0: done; 1: refused, or findings; 2: wrong use. */
export type ExitCode = 0 | 1 | 2;

/** What a command has to say, for people and for programs; which of the two is printed is not its business. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly text: string;
  readonly json:
    | { readonly type: 'document'; readonly value: unknown }
    | { readonly type: 'lines'; readonly values: readonly unknown[] };
}

export const documented = (value: unknown, text: string, exit: ExitCode = 0): Outcome => ({
  exit,
  text,
  json: { type: 'document', value },
});

/** For lists: with --json, one object a line. */
export const listed = (values: readonly unknown[], text: string, exit: ExitCode = 0): Outcome => ({
  exit,
  text,
  json: { type: 'lines', values },
});

/** What goes to standard output; ends with a line break if there is anything. */
export function print(outcome: Outcome, asJson: boolean): string {
  if (!asJson) return outcome.text === '' || outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`;
  const { json } = outcome;
  if (json.type === 'document') return `${JSON.stringify(json.value, null, 2)}\n`;
  return json.values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
