import type { Command } from 'commander';
import type { Outcome } from './outcome.js';
import type { Deps } from './ports.js';

/** Runs a command's work, prints its outcome and keeps its exit code. */
export type Run = (work: (deps: Deps) => Promise<Outcome>) => Promise<void>;

/** Adds one command to its parent: its words, options, help and examples. What it does is a function beside it. */
export type Register = (parent: Command, run: Run) => Command;

/** The examples at the end of a command's help; each is a line that can be typed. */
export const examples = (...lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  $ followthrough ${line}`)].join('\n');
