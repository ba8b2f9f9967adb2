import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';

// An editor's save is several changes: a new file, a rename, a changed time.
const SETTLE_MS = 100;

/**
 * One value for each burst of changes in files and folders (with all inside them), until `signal` ends it. Folders are
 * watched even for one file: editors put a new file in the old one's place, and a watch on the old one would hear nothing.
 * What isn't there is waited for in its folder.
 */
export function fileChanges(paths: readonly string[], signal: AbortSignal): AsyncGenerator<void> {
  const changes = new Changes();
  // Not in the generator, whose body begins with the first question: what changes before it would be missed.
  const watchers = paths
    .map((each) => watchPath(path.resolve(each), changes.hear))
    .filter((watcher) => watcher !== null);
  return tell(changes, watchers, signal);
}

/** Whether something changed that nobody was told of yet. */
class Changes {
  changed = false;
  private wake = (): void => undefined;

  readonly hear = (): void => {
    this.changed = true;
    this.wake();
  };

  /** Waits for a change, or for `signal`. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

async function* tell(changes: Changes, watchers: readonly FSWatcher[], signal: AbortSignal): AsyncGenerator<void> {
  try {
    while (!signal.aborted) {
      if (!changes.changed) await changes.next(signal);
      if (signal.aborted) return;
      await settle(signal);
      changes.changed = false;
      if (!signal.aborted) yield;
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

const settle = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, SETTLE_MS);
    signal.addEventListener('abort', () => [clearTimeout(timer), resolve()], { once: true });
  });

function watchPath(place: string, hear: () => void): FSWatcher | null {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  const folder = isFolder ? place : path.dirname(place);
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return null;
  const watcher = watch(folder, { recursive: isFolder }, (_, name) => {
    if (isFolder || name === null || name === path.basename(place)) hear();
  });
  // A folder that goes away is a change too; what is missing then is said by the next look.
  watcher.on('error', hear);
  return watcher;
}
