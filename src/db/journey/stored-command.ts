import { z } from 'zod';
import type { JourneyCommand } from '../../api/ports.js';
import type { Cause } from '../../domain/journey/commands.js';
import { Prisma } from '../generated/client.js';

/* A person's command as a row: its kind, and in `input` what it needs beside. */

const step = z.string().optional();
const input = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume'), missed: z.enum(['now', 'spread', 'skip']).optional() }),
  z.object({ type: z.literal('exit'), outcome: z.string() }),
  z.object({ type: z.literal('retry'), step }),
  z.object({ type: z.literal('skip'), step }),
  z.object({ type: z.literal('reschedule'), due: z.number(), step }),
  z.object({ type: z.literal('send-now'), step }),
  z.object({ type: z.literal('move'), stage: z.string() }),
  z.object({ type: z.literal('goal') }),
  z.object({
    type: z.literal('change-version'),
    version: z.number(),
    map: z
      .object({ steps: z.record(z.string(), z.string().nullable()), stages: z.record(z.string(), z.string()) })
      .optional(),
    strict: z.boolean().optional(),
  }),
]);

interface Row {
  readonly kind: string;
  readonly outcome: string | null;
  readonly input: Prisma.JsonValue;
}

/** What a command needs beside its kind and outcome. */
export function inputOf(row: { readonly input: Prisma.JsonValue }): { [name: string]: Prisma.JsonValue | undefined } {
  return typeof row.input === 'object' && row.input !== null && !Array.isArray(row.input) ? row.input : {};
}

/** What the planner is asked. Throws for a row that no build has written. */
export function causeOf(row: Row): Cause {
  const outcome = row.kind === 'exit' ? { outcome: row.outcome ?? 'exited' } : {};
  // Absent keys stay absent: zod would have them present and undefined.
  return JSON.parse(JSON.stringify(input.parse({ type: row.kind, ...outcome, ...inputOf(row) }))) as Cause;
}

/** The columns of a command. */
export function columnsOf(command: JourneyCommand) {
  if (command.kind === 'exit') return { kind: command.kind, outcome: command.outcome, input: Prisma.DbNull };
  const { kind, ...rest } = command;
  return { kind, outcome: null, input: Object.keys(rest).length === 0 ? Prisma.DbNull : rest };
}

/** Whether a row holds this very command. */
export function isSameCommand(row: Row, command: JourneyCommand): boolean {
  const { kind, ...rest } = command;
  const known = row.kind === 'exit' ? { outcome: row.outcome } : inputOf(row);
  return row.kind === kind && keyed(known) === keyed(rest);
}

const keyed = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
