import { sessionGate } from '../api/session-gate.js';
import { useStore } from '../api/store.js';
import { useMe } from '../app/session.js';
import { appTexts } from '../app/texts.js';
import { Dialog } from '../kit/dialog.js';
import { useTexts } from '../texts/use-texts.js';
import { SignInForm } from './form.js';

/** The dialog over the page when a session has ended: the page and what was typed stay as they are. */
export function SignInAgain() {
  const t = useTexts(appTexts);
  const me = useMe();
  const isOpen = useStore(sessionGate.asked);
  return (
    <Dialog title={t.sessionOver} isOpen={isOpen} onClose={() => sessionGate.giveUp()} holds>
      <p>{t.sessionOverHelp}</p>
      <SignInForm email={me.email} />
      <p className="ft-soft ft-small">{t.otherPerson}</p>
    </Dialog>
  );
}
