import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { kitTexts } from './texts.js';
import { toast } from './toast.js';
import './to-copy.css';

/** A text that people take elsewhere: an address, a record, HTML. */
export function ToCopy({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useTexts(kitTexts);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast(t.copied),
      // Without a clipboard the text can still be marked by hand.
      () => undefined,
    );
  return (
    <div>
      <span className="ft-line">
        <span className="ft-label">{title}</span>
        <Button onPress={() => void copy()} aria-label={t.copyOf(title)}>
          {t.copy}
        </Button>
      </span>
      <p className="ft-to-copy" lang="zxx">
        {text}
      </p>
    </div>
  );
}
