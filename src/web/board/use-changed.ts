import { useEffect, useRef, useState } from 'react';

const SHOWN_MS = 2_000;

/** Whether a value that was already shown changed in the last moments: to mark it, so that an eye finds it. */
export function useChanged(value: number): boolean {
  const before = useRef(value);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return changed;
}
