import { parseArgs } from 'node:util';

/** What the start command was told, still as text where the settings have a parser of their own. */
export interface StartOptions {
  readonly clock: string | undefined;
  readonly hibernateAfter: string | undefined;
  readonly data: string | undefined;
  readonly clean: boolean;
  readonly sample: boolean;
  readonly help: boolean;
}

export const START_HELP = `Starts Followthrough with everything it needs on this machine. Ctrl-C ends it; the next start keeps the data.

  npm start -- [options]

  --clock 1d=15s          a quick clock: a day of business time in 15 real seconds
  --hibernate-after 20s   put longer waits to sleep after so much real time (3d)
  --data <folder>         where data is kept (.followthrough in the repository)
  --clean                 forget all data of that folder first
  --no-sample             without the sample people

Parts named in the environment are used in place of our own: DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL.
`;

/** Reads the arguments of the start command; the error is a line for people. */
export function parseStartOptions(
  args: readonly string[],
): { readonly ok: true; readonly value: StartOptions } | { readonly ok: false; readonly error: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        clock: { type: 'string' },
        'hibernate-after': { type: 'string' },
        data: { type: 'string' },
        clean: { type: 'boolean', default: false },
        'no-sample': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      ok: true,
      value: {
        clock: values.clock,
        hibernateAfter: values['hibernate-after'],
        data: values.data,
        clean: values.clean,
        sample: !values['no-sample'],
        help: values.help,
      },
    };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
