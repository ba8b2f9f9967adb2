import { useQuery } from '@tanstack/react-query';
import type { listUsers, UserView } from '../../api/contracts/users.js';
import { ask } from '../api/ask.js';

const TEN_MINUTES_MS = 10 * 60_000;
/** Names to show, not a directory: past this many, an id is shown as somebody unknown. */
const MOST_PAGES = 20;

async function readPeople(signal: AbortSignal): Promise<readonly UserView[]> {
  const people: UserView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = cursor === undefined ? { limit: 200 } : { limit: 200, cursor };
    const answer = await ask<typeof listUsers>('GET /v1/users', { query }, { signal });
    people.push(...answer.data);
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return people;
}

/** Everybody who works here, read once: to name them by id, and to choose from. */
export function usePeople() {
  const { data, isPending } = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => readPeople(signal),
    staleTime: TEN_MINUTES_MS,
    meta: { kinds: ['user'] },
  });
  return {
    isLoading: isPending,
    all: data ?? [],
    get: (id: string): UserView | undefined => data?.find((person) => person.id === id),
  };
}
