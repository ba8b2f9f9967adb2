import { access, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keyFileIn } from './demo-logins.js';

/*
 * What a data folder was begun as. It stays so until --clean: sample people beside real ones, or a business time that
 * jumps from one clock to another, would be a mixture that nobody can trust.
 */

/** demo: sample people on a quick clock. empty: the quick clock, and nobody. real: nobody, and real time. */
export type DataKind = 'demo' | 'empty' | 'real';

export interface KeptKind {
  readonly kind: DataKind;
  /** The sample has been put in whole; never again, whatever was done to it since. */
  readonly sampleIsIn: boolean;
}

const KIND_FILE = 'kind.json';

/** What the folder was begun as; undefined: it is new. Throws when the file that says so is damaged. */
export async function readKind(dataDir: string): Promise<KeptKind | undefined> {
  const file = path.join(dataDir, KIND_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseKind(file, text);
  // A version that had real time only wrote no such file.
  const isOld = await access(keyFileIn(dataDir)).then(
    () => true,
    () => false,
  );
  return isOld ? { kind: 'real', sampleIsIn: true } : undefined;
}

function parseKind(file: string, text: string): KeptKind {
  const [, kind, sampleIsIn] = /^\{"kind":"(demo|empty|real)","sampleIsIn":(true|false)\}\s*$/.exec(text) ?? [];
  if (kind === undefined) throw new Error(`${file} is damaged: expected {"kind":"demo","sampleIsIn":true}`);
  return { kind: kind as DataKind, sampleIsIn: sampleIsIn === 'true' };
}

/** Keeps what the folder was begun as, whole or not at all. */
export async function writeKind(dataDir: string, { kind, sampleIsIn }: KeptKind): Promise<void> {
  const draft = path.join(dataDir, `${KIND_FILE}.new`);
  await writeFile(draft, `${JSON.stringify({ kind, sampleIsIn })}\n`);
  await rename(draft, path.join(dataDir, KIND_FILE));
}

export interface KindQuestion {
  readonly kept: DataKind | undefined;
  /** What the arguments ask for; undefined: nothing in particular. */
  readonly asked: 'real' | 'empty' | undefined;
  /** A quick clock was asked for. */
  readonly quick: boolean;
  /** Variables that name services which are not ours. */
  readonly named: readonly string[];
}

/** What this start is to be, with a line to say if it is not the plain demo; or why it can't be what was asked. */
export function chooseKind({
  kept: before,
  asked,
  quick,
  named,
}: KindQuestion):
  | { readonly ok: true; readonly value: DataKind; readonly note?: string }
  | { readonly ok: false; readonly error: string } {
  const wayOut = '--clean begins this folder again, --data names another one';
  if (named.length > 0) {
    if (before === 'demo' || before === 'empty') {
      const what = `This data folder holds the demo, which uses parts of its own only; ${named.join(' and ')} is set.`;
      return { ok: false, error: `${what} Unset it, or: ${wayOut}.` };
    }
    return { ok: true, value: 'real', note: `${named.join(' and ')} is set: real time, without sample people` };
  }
  const wanted = asked ?? before ?? 'demo';
  if (before !== undefined && before !== wanted) {
    return { ok: false, error: `This data folder ${IS[before]}, and stays so: ${wayOut}.` };
  }
  if (wanted === 'real' && quick) {
    return { ok: false, error: `This data folder ${IS.real}; --clock is for the demo. ${wayOut}.` };
  }
  if (before === undefined || asked !== undefined || before === 'demo') return { ok: true, value: wanted };
  return { ok: true, value: wanted, note: `this data folder ${IS[before]}, and stays so until --clean` };
}

const IS: { readonly [kind in DataKind]: string } = {
  demo: 'was begun as the demo, with sample people and a business time of its own',
  empty: 'was begun with --no-sample: nobody in it, and a business time of its own',
  real: 'was begun at real time, without the demo',
};
