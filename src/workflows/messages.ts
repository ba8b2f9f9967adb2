import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Wakes a journey. Carries nothing: what happened is read from rows (law 10). */
export const pokeSignal = defineSignal('poke');

/** A person's command. Who and why stand in Postgres under `requestId` (laws 7 and 12). */
export interface CommandInput {
  readonly requestId: string;
}

/** `code` null: it took effect. Otherwise a code of src/domain/errors.ts, and nothing changed. */
export interface CommandAnswer {
  readonly code: string | null;
  readonly phase: string;
  readonly stage: string;
}

export const commandUpdate = defineUpdate<CommandAnswer, [CommandInput]>('command');
