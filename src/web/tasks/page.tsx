import { useState } from 'react';
import type { listTasks, TaskView } from '../../api/contracts/tasks.js';
import { useList } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { KeyHint } from '../kit/key-hint.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Panes } from '../kit/panes.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { DeskFilters } from './desk-filters.js';
import { DeskList } from './desk-list.js';
import { KeysDialog } from './keys-dialog.js';
import { TaskPanel } from './task-panel.js';
import { tasksTexts } from './texts.js';
import { type Desk, useDesk } from './use-desk.js';
import { useDeskKeys } from './use-desk-keys.js';
import { TASKS_SHAPE, whoseOfLink, whoseQuery } from './whose.js';
import './tasks.css';

export function Page() {
  const t = useTexts(tasksTexts);
  const me = useMe();
  const address = useAddress(TASKS_SHAPE);
  const people = usePeople();
  const isHere = people.isLoading ? null : (id: string) => people.get(id) !== undefined;
  const { whose, faults } = whoseOfLink(address.values.whose, me.role, isHere);
  const q = address.values.q.trim();
  const query = { status: 'open', ...whoseQuery(whose), ...(q === '' ? {} : { q }) };
  const list = useList<typeof listTasks>('GET /v1/tasks', { query }, { keepOld: true });
  const desk = useDesk(list.rows);
  const [keysShown, setKeysShown] = useState(false);
  const closed = useSaidAfterClosing(desk, list);

  useDeskKeys((key) => {
    if (key.type === 'move') desk.move(key.step);
    else if (key.type === 'open') desk.enter();
    else if (key.type === 'help') setKeysShown(true);
    else return false;
    return true;
  });

  return (
    <div className={desk.id === null ? 'tasks-page' : 'tasks-page tasks-page-one'}>
      <PageHeader
        title={t.title}
        below={list.isLoading ? undefined : t.open(list.rows.length, list.hasMore)}
        acts={
          <>
            <Link href="/tasks/visits" look="button">
              {t.visits}
            </Link>
            <Button look="quiet" className="tasks-keys-button" onPress={() => setKeysShown(true)}>
              {t.keys} <KeyHint keys="?" />
            </Button>
          </>
        }
      />
      <p role="status" className="tasks-said">
        {closed.said}
      </p>
      <Panes
        shows={desk.id === null ? 'list' : 'detail'}
        list={
          <>
            <DeskFilters address={address} whose={whose} faults={[...address.faults, ...faults]} />
            <DeskList
              list={list}
              desk={desk}
              isFiltered={q !== '' || whose.type === 'person'}
              seesOthers={me.role !== 'rep' && whose.type === 'mine'}
            />
          </>
        }
        detail={
          desk.id === null ? (
            list.rows.length === 0 ? null : (
              <Empty title={t.chooseTitle}>{t.chooseHelp}</Empty>
            )
          ) : (
            <TaskPanel key={desk.id} id={desk.id} desk={desk} onClosed={closed.tell} />
          )
        }
      />
      <KeysDialog isOpen={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}

/** What is said when a task was closed here, and the way to the next one. */
function useSaidAfterClosing(desk: Desk, list: { readonly rows: readonly TaskView[]; readonly hasMore: boolean }) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const [said, setSaid] = useState('');
  const tell = (task: TaskView, outcome: string) => {
    const left = list.rows.filter(({ id }) => id !== task.id).length;
    const count = left === 0 ? t.noneLeft : t.left(left);
    setSaid(`${t.recorded(words.outcome(outcome), task.contactName ?? task.title)} ${list.hasMore ? '' : count}`);
    desk.goOn(task.id);
  };
  return { said, tell };
}
