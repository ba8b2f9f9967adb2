import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * One id for what a request sets going: it stands on the request's answer and in the API's log, with the rows that the
 * request writes, and in the log of the worker that the rows move. It is an id only, never what the request says.
 */

const current = new AsyncLocalStorage<string | null>();

/** The id under which work is done now; null: nobody asked for it. */
export const correlationId = (): string | null => current.getStore() ?? null;

/** Does work under an id: what it writes bears it. */
export const correlated = <T>(id: string | null, work: () => T): T => current.run(id, work);
