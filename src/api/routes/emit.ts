import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { NewEvent } from '../ports.js';

/** Hands an event to the engine that the API itself has made; a refusal of such an event is the caller's problem. */
export async function emit(
  deps: AppDeps,
  event: NewEvent,
): Promise<{ eventId: string; woken: number; started: string[] }> {
  const result = await deps.engine.receive(event);
  if (!result.ok) throw new Problem(result.error.code, result.error.detail);
  return { eventId: result.value.eventId, woken: result.value.woken, started: [...result.value.started] };
}
