import { parseArgs } from 'node:util';

/** What the start command was told, still as text where the settings have a parser of their own. */
export interface StartOptions {
  readonly clock: string | undefined;
  readonly hibernateAfter: string | undefined;
  readonly data: string | undefined;
  readonly clean: boolean;
  /** What an empty data folder is to be begun as; undefined: the demo, or what the folder was begun as. */
  readonly kind: 'real' | 'empty' | undefined;
  readonly help: boolean;
}

export const START_HELP = `Starts Followthrough with everything it needs on this machine. Ctrl-C ends it; the next start keeps the data.

  npm start -- [options]

An empty data folder begins as the demo: sample people whose journeys move by themselves, a day of business time in 30
seconds. Business time stands while nothing runs. What a folder was begun as, it stays:

  --real                  begin without sample people, at real time
  --no-sample             begin without sample people, on the demo's quick clock
  --clean                 forget all data of the folder, and begin again

  --clock 1d=30s          the demo's clock: so much business time in so much real time; may change from start to start
  --hibernate-after 20s   put longer waits to sleep after so much real time (demo 20s, real 3d)
  --data <folder>         where data is kept (.followthrough in the repository)

Parts named in the environment are used in place of our own, at real time and without sample people: DATABASE_URL,
TEMPORAL_ADDRESS, SMTP_URL.
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
        real: { type: 'boolean', default: false },
        'no-sample': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.real && values.clock !== undefined) {
      return { ok: false, error: '--real and --clock contradict each other: real time has no other clock' };
    }
    return {
      ok: true,
      value: {
        clock: values.clock,
        hibernateAfter: values['hibernate-after'],
        data: values.data,
        clean: values.clean,
        kind: values.real ? 'real' : values['no-sample'] ? 'empty' : undefined,
        help: values.help,
      },
    };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
