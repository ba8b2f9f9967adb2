import { useState } from 'react';
import type { TaskView } from '../../api/contracts/tasks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { tasksTexts } from './texts.js';
import type { Closed, Completion } from './use-completion.js';
import type { Desk } from './use-desk.js';

/** Says who closed the task, when and how; what was typed meanwhile stays to be copied. */
export function ClosedNote({
  task,
  closed,
  completion,
  desk,
}: {
  readonly task: TaskView;
  readonly closed: Closed | null;
  readonly completion: Completion;
  readonly desk: Desk;
}) {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const said = useClosedWords(task, closed);
  const at = closed?.at ?? task.doneAt;
  const { note } = completion.draft;
  const wasMine = (closed?.by?.id ?? task.doneBy) === me.id;
  return (
    <Notice tone={wasMine ? 'good' : 'warn'}>
      <p>
        {said} {at !== null && <Instant at={at} zone={me.timezone ?? ownZone()} relative="beside" />}
      </p>
      {task.note !== null && (
        <p>
          {t.recordedNote}: <span className="tasks-quoted">{task.note}</span>
        </p>
      )}
      {note.trim() !== '' && (
        <>
          <p>
            {t.nothingSent} {t.yourNote}
          </p>
          <blockquote className="tasks-quoted">{note}</blockquote>
          <CopyNote note={note} />
        </>
      )}
      <div>
        <Link href={desk.hrefOf(null)} look="button" onClick={() => completion.forget()}>
          {t.nextTask}
        </Link>
      </div>
    </Notice>
  );
}

function useClosedWords(task: TaskView, closed: Closed | null): string {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const me = useMe();
  const status = closed?.status ?? task.status;
  if (status === 'withdrawn') {
    if (task.reason === 'outcome') return t.closedWithdrawnOutcome;
    return task.reason === 'moved' ? t.closedWithdrawnMoved : t.closedWithdrawn;
  }
  const outcome = closed?.outcome ?? task.outcome;
  const by = closed?.by ?? { id: task.doneBy, name: task.doneByName };
  if (outcome === null) return t.closedDoneNoOutcome(by.name ?? t.somebody);
  if (by.id === me.id) return t.closedByYou(words.outcome(outcome));
  return t.closedDone(by.name ?? t.somebody, words.outcome(outcome));
}

function CopyNote({ note }: { readonly note: string }) {
  const t = useTexts(tasksTexts);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(note);
      setCopied(true);
    } catch {
      // The clipboard is shut: the text stands there to be marked by hand.
    }
  };
  return (
    <div className="ft-line">
      <Button onPress={() => void copy()}>{t.copyNote}</Button>
      <span role="status">{copied ? t.copied : ''}</span>
    </div>
  );
}
