import './key-hint.css';

/** The key that does the same: shown, and hidden from screen readers, which have `aria-keyshortcuts`. */
export const KeyHint = ({ keys }: { readonly keys: string }) => (
  <span className="ft-key" aria-hidden="true">
    {keys}
  </span>
);
