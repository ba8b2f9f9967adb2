import { hashKey, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer, Call, Contract } from '../../api/contracts/contract.js';
import { ask, type OperationOf } from './ask.js';
import { behind, caughtUp } from './behind.js';
import { type Kind, kindsOf } from './kinds.js';
import { useStore } from './store.js';

/*
 * What pages read and do, by contract: `useOne<typeof getJourney>('GET /v1/journeys/:id', { params: { id } })`.
 * Old rows stay while new ones are fetched, and while the server is away.
 */

export interface ReadOptions {
  /** Which changes make the answer old; those of its path if not said. */
  readonly kinds?: readonly Kind[];
  readonly enabled?: boolean;
  /** Reads again this often in any case, for what no change announces. */
  readonly everyMs?: number;
  /** Keeps showing the answer to the question before, until the new one is there. For filters, not for another thing. */
  readonly keepOld?: boolean;
}

export interface One<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** Nothing to show yet. */
  readonly isLoading: boolean;
  readonly isFetching: boolean;
  readonly refetch: () => void;
}

/** One answer of a GET. */
export function useOne<C extends Contract>(
  operation: OperationOf<C>,
  input: Call<C>,
  options: ReadOptions = {},
): One<Answer<C>> {
  const query = useQuery({
    queryKey: ['one', operation, input],
    // A query's answer must not be undefined; an empty answer of a GET is none.
    queryFn: async ({ signal }) => (await ask<C>(operation, input, { signal })) ?? null,
    meta: { kinds: options.kinds ?? kindsOf(operation) },
    ...readOptions(options),
  });
  return {
    data: (query.data ?? undefined) as Answer<C> | undefined,
    error: query.error,
    isLoading: query.isPending && options.enabled !== false,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
  };
}

export type RowOf<C extends Contract> = Answer<C> extends { data: (infer R)[] } ? R : never;

interface PageAnswer<R> {
  readonly data: readonly R[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

export interface List<R, A = unknown> {
  readonly rows: readonly R[];
  /** The first page as it came, for what it says beside its rows. */
  readonly first: A | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly isFetching: boolean;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  /** Newer rows are known to exist and were not read: the list is scrolled far. `refetch` reads them. */
  readonly isBehind: boolean;
  readonly fetchMore: () => void;
  readonly refetch: () => void;
}

/** The rows of a list by cursor, page after page as they are scrolled to. `input.query` without `cursor`. */
export function useList<C extends Contract>(
  operation: OperationOf<C>,
  input: Call<C>,
  options: ReadOptions = {},
): List<RowOf<C>, Answer<C>> {
  type Rows = PageAnswer<RowOf<C>>;
  const queryKey = ['list', operation, input];
  const late = useStore(behind);
  const hash = hashKey(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const parts = input as { readonly query?: Readonly<Record<string, unknown>> };
      const asked = { ...parts, query: { limit: 100, ...parts.query, cursor: pageParam ?? undefined } };
      return (await ask<C>(operation, asked as unknown as Call<C>, { signal })) as unknown as Rows;
    },
    getNextPageParam: (last) => last.nextCursor,
    meta: { kinds: options.kinds ?? kindsOf(operation) },
    ...readOptions(options),
  });
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  return {
    rows,
    first: data?.pages[0] as Answer<C> | undefined,
    error: query.error,
    isLoading: query.isPending && options.enabled !== false,
    isFetching: query.isFetching,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    isBehind: late.has(hash),
    fetchMore: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
    refetch: () => {
      caughtUp(hash);
      void query.refetch();
    },
  };
}

const readOptions = (options: ReadOptions) => ({
  enabled: options.enabled ?? true,
  ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  ...(options.keepOld === true ? { placeholderData: <T>(old: T) => old } : {}),
});

interface ActOptions {
  /** Refuses the change if the record is no longer as it was read under this tag. */
  readonly ifMatch?: string;
  /** For how long it is waited, where the server takes longer than usual. */
  readonly patienceMs?: number;
}

export interface Act<C extends Contract> {
  /** Does it. Rejects as `ask` does. The same key takes effect once. */
  readonly run: (input: Call<C>, idempotencyKey: string, options?: ActOptions) => Promise<Answer<C>>;
  readonly isRunning: boolean;
}

/** A change. When it is done, everything shown that it may have changed is read again. */
export function useAct<C extends Contract>(
  operation: OperationOf<C>,
  options: { readonly changes?: readonly Kind[] } = {},
): Act<C> {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ input, key, more }: { readonly input: Call<C>; readonly key: string; readonly more: ActOptions }) =>
      ask<C>(operation, input, { ...more, idempotencyKey: key }),
    onSuccess: () => {
      const changes = options.changes ?? kindsOf(operation);
      void client.invalidateQueries({ predicate: (query) => touches(query.meta, changes) });
    },
  });
  return {
    run: (input, key, more = {}) => mutation.mutateAsync({ input, key, more }),
    isRunning: mutation.isPending,
  };
}

/** Whether a query says that it depends on one of these kinds. */
export function touches(meta: Readonly<Record<string, unknown>> | undefined, kinds: readonly Kind[]): boolean {
  const own = meta?.['kinds'];
  return Array.isArray(own) && own.some((kind) => kinds.includes(kind));
}
