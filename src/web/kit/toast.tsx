import { Store, useStore } from '../api/store.js';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { Sign } from './sign.js';
import { kitTexts } from './texts.js';
import './toast.css';

interface Toast {
  readonly id: number;
  readonly text: string;
}

const STAYS_MS = 6_000;
const shown = new Store<readonly Toast[]>([]);
let last = 0;

const remove = (id: number): void => shown.set(shown.get().filter((entry) => entry.id !== id));

/** Says that something was done, in a corner and to screen readers. Not for what a person must act on. */
export function toast(text: string): void {
  last += 1;
  const id = last;
  shown.set([...shown.get().slice(-2), { id, text }]);
  setTimeout(() => remove(id), STAYS_MS);
}

/** Where toasts appear; once, in the shell. */
export function Toasts() {
  const t = useTexts(kitTexts);
  const entries = useStore(shown);
  return (
    <div className="ft-toasts" role="status">
      {entries.map(({ id, text }) => (
        <div key={id} className="ft-toast">
          <span>{text}</span>
          <Button look="quiet" square aria-label={t.close} onPress={() => remove(id)}>
            <Sign of="cross" />
          </Button>
        </div>
      ))}
    </div>
  );
}
