import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '../api/ask.js';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';
import { TextField } from './text-field.js';
import { kitTexts } from './texts.js';
import { toast } from './toast.js';

export interface ActDialogProps {
  readonly title: string;
  /** What will happen, in words and before it does: "2 mails will not be sent." */
  readonly effect: ReactNode;
  /** The button's text: the act itself, never "OK". */
  readonly confirm: string;
  /** Said when it is done. */
  readonly done: string;
  readonly danger?: boolean;
  /** Room for a form of many fields. */
  readonly wide?: boolean;
  /** Whether the reason must be given (usual), may be, or is not asked. */
  readonly reason?: 'required' | 'optional' | 'none';
  /** More fields, between the effect and the reason. */
  readonly children?: ReactNode;
  /** What keeps it from being done yet; null when all is there. Shown when the button is pressed. */
  readonly missing?: string | null;
  /** The button was pressed, whether or not something is missing: the time to mark fields. */
  readonly onTry?: () => void;
  readonly onClose: () => void;
  /** Does it. The key stays the same while the dialog is open, so pressing again takes effect once. */
  readonly run: (reason: string, idempotencyKey: string) => Promise<unknown>;
}

/** Asks for an act. Mount it when the person wants the act, take it away on close: each opening has its own key. */
export function ActDialog({ reason: asks = 'required', missing = null, ...act }: ActDialogProps) {
  const t = useTexts(kitTexts);
  const [key] = useState(newKey);
  const [reason, setReason] = useState('');
  const [pressed, setPressed] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const lacksReason = asks === 'required' && reason.trim() === '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    act.onTry?.();
    if (isRunning || lacksReason || missing !== null) return;
    setIsRunning(true);
    setError(null);
    try {
      await act.run(reason.trim(), key);
      toast(act.done);
      act.onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsRunning(false);
    }
  };

  return (
    <Dialog title={act.title} isOpen onClose={act.onClose} holds wide={act.wide ?? false}>
      <form className="ft-stack" onSubmit={(event) => void submit(event)} noValidate>
        <div>{act.effect}</div>
        {act.children}
        {asks !== 'none' && (
          <TextField
            label={asks === 'optional' ? t.optional(t.reason) : t.reason}
            help={t.reasonHelp}
            value={reason}
            onChange={setReason}
            lines={2}
            maxLength={500}
            autoFocus
            isRequired={asks === 'required'}
            error={pressed && lacksReason ? t.reasonMissing : undefined}
          />
        )}
        {pressed && missing !== null && <p className="ft-error">{missing}</p>}
        {error !== null && <ProblemNote error={error} sent />}
        <div className="ft-dialog-acts">
          <Button onPress={act.onClose}>{t.cancel}</Button>
          <Button type="submit" look={act.danger === true ? 'danger' : 'main'} isPending={isRunning}>
            {isRunning ? t.working : act.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
