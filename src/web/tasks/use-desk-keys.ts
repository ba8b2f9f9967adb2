import { useEffect, useRef } from 'react';
import { type DeskKey, deskKey, focusOf } from './keys.js';

/** Hears the keys of the desk while the component is there. `onKey` says whether it did something with one. */
export function useDeskKeys(onKey: (key: DeskKey) => boolean): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = deskKey(event, focusOf(document.activeElement));
      if (key !== null && latest.current(key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
