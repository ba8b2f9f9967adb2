import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { createMailbox, MailboxSettingsView, updateMailbox } from '../../api/contracts/mailboxes.js';
import { type Faults, faultsOf, NO_FAULTS } from '../api/faults.js';
import { useAct } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useNow } from '../app/world.js';
import { ActDialog } from '../kit/act-dialog.js';
import { dayKey, ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { MailboxFields } from './fields.js';
import { changesOf, emptyForm, formOf, type MailboxForm, newMailbox, wrongOf } from './form.js';
import { mailboxTexts } from './texts.js';

/** Makes a mailbox, and goes to it. */
export function NewMailboxDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(mailboxTexts);
  const act = useAct<typeof createMailbox>('POST /v1/mailboxes');
  const [, navigate] = useLocation();
  const today = useToday();
  const zone = ownZone();
  return today === null ? null : (
    <FormDialog
      title={t.new}
      effect={t.newEffect}
      confirm={t.create}
      done={t.created}
      known={null}
      begin={emptyForm(today)}
      onClose={onClose}
      run={async (form, key) => {
        const { id } = await act.run({ body: newMailbox(form, zone) }, key);
        navigate(`/people/mailboxes/${encodeURIComponent(id)}`);
      }}
    />
  );
}

interface MailboxDialogProps {
  readonly mailbox: MailboxSettingsView;
  readonly onClose: () => void;
}

/** Changes a mailbox. */
export function EditMailboxDialog({ mailbox, onClose }: MailboxDialogProps) {
  const t = useTexts(mailboxTexts);
  const act = useAct<typeof updateMailbox>('PATCH /v1/mailboxes/:id');
  const today = useToday();
  const zone = ownZone();
  if (today === null) return null;
  const before = formOf(mailbox, today, zone);
  return (
    <FormDialog
      title={t.editTitle(mailbox.name)}
      effect={t.editEffect}
      confirm={t.save}
      done={t.saved}
      known={mailbox}
      begin={before}
      onClose={onClose}
      missing={(form) => (Object.keys(changesOf(before, form, zone)).length === 0 ? t.unchanged : null)}
      run={(form, key) => act.run({ params: { id: mailbox.id }, body: changesOf(before, form, zone) }, key)}
    />
  );
}

/** Stops or takes up the use of a mailbox. */
export function UseDialog({ mailbox, onClose }: MailboxDialogProps) {
  const t = useTexts(mailboxTexts);
  const act = useAct<typeof updateMailbox>('PATCH /v1/mailboxes/:id');
  const { id, name, active } = mailbox;
  return (
    <ActDialog
      title={active ? t.stopTitle(name) : t.againTitle(name)}
      effect={active ? t.stopEffect : t.againEffect}
      confirm={active ? t.stop : t.again}
      done={active ? t.stopDone : t.againDone}
      danger={active}
      reason="none"
      onClose={onClose}
      run={(_, key) => act.run({ params: { id }, body: { active: !active } }, key)}
    />
  );
}

/** The day on the clock of the business, here; null: not known yet. */
function useToday(): string | null {
  const now = useNow();
  return now === null ? null : dayKey(new Date(now).toISOString(), ownZone());
}

interface FormDialogProps {
  readonly title: string;
  readonly effect: string;
  readonly confirm: string;
  readonly done: string;
  readonly known: MailboxSettingsView | null;
  readonly begin: MailboxForm;
  readonly missing?: (form: MailboxForm) => string | null;
  readonly onClose: () => void;
  readonly run: (form: MailboxForm, key: string) => Promise<unknown>;
}

/** The form, with what is wrong at its fields: what can be seen here, and what the server refused. */
function FormDialog({ known, begin, missing, run, ...dialog }: FormDialogProps) {
  const t = useTexts(mailboxTexts);
  const problems = useTexts(problemTexts);
  const [form, setForm] = useState(begin);
  const [faults, setFaults] = useState<Faults>(NO_FAULTS);
  const wrong = wrongOf(form, known === null);
  const [tries, setTries] = useState(0);
  const isTried = tries > 0;
  const fields = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each try, when its marks are drawn
  useEffect(() => {
    fields.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button)')?.focus();
  }, [tries, faults]);
  const errorAt = (pointer: string): string | undefined => {
    const seen = isTried ? wrong.get(pointer) : undefined;
    if (seen !== undefined) return t[seen];
    const fault = faults.get(pointer);
    return fault === undefined ? undefined : (wordsOf(problems, fault.code) ?? t.wrongValue);
  };
  return (
    <ActDialog
      {...dialog}
      wide
      reason="none"
      missing={wrong.size > 0 ? t.wrongSome : (missing?.(form) ?? null)}
      onTry={() => setTries((n) => n + 1)}
      run={async (_, key) => {
        setFaults(NO_FAULTS);
        try {
          await run(form, key);
        } catch (error) {
          setFaults(faultsOf(error));
          throw error;
        }
      }}
    >
      <div ref={fields} className="ft-stack">
        <MailboxFields
          form={form}
          set={(change) => setForm((old) => ({ ...old, ...change }))}
          errorAt={errorAt}
          known={known}
        />
      </div>
    </ActDialog>
  );
}
