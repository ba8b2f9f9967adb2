import { Dialog } from '../kit/dialog.js';
import { useTexts } from '../texts/use-texts.js';
import { tasksTexts } from './texts.js';

/** What each key of the desk does. */
export function KeysDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useTexts(tasksTexts);
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['j', '↓', 'k', '↑'], t.keyMove],
    [['Enter'], t.keyOpen],
    [['1', '…', '9'], t.keyOutcome],
    [['Enter'], t.keyConfirm],
    [['Esc'], t.keyLeave],
    [['n'], t.keyNote],
    [['?'], t.keyHelp],
  ];
  return (
    <Dialog title={t.keysTitle} isOpen={isOpen} onClose={onClose}>
      <dl className="tasks-keys">
        {rows.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="ft-soft">{t.keysTyping}</p>
    </Dialog>
  );
}
