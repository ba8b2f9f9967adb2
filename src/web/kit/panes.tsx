import { type ReactNode, useSyncExternalStore } from 'react';
import { classes } from './classes.js';
import './panes.css';

/** From here on a list and what is chosen of it stand side by side; below, one takes the place of the other. */
const WIDE = '(min-width: 1000px)';

const follow = (listener: () => void): (() => void) => {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether there is room for a list and what is chosen of it. */
export const useWide = (): boolean => useSyncExternalStore(follow, () => window.matchMedia(WIDE).matches);

/** A list, and what is chosen of it. `shows` says which one narrow windows show. */
export function Panes({
  list,
  detail,
  shows,
}: {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly shows: 'list' | 'detail';
}) {
  return (
    <div className={classes('ft-panes', `ft-panes-${shows}`)}>
      <div className="ft-pane-list">{list}</div>
      <div className="ft-pane-detail">{detail}</div>
    </div>
  );
}
