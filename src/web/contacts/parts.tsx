import { useMemo } from 'react';
import type { DealView, listDeals } from '../../api/contracts/deals.js';
import type { listIncomingMails } from '../../api/contracts/incoming-mails.js';
import type { JourneyView, listJourneys } from '../../api/contracts/journeys.js';
import type { listMessages, MessageView } from '../../api/contracts/messages.js';
import type { listTasks, TaskView } from '../../api/contracts/tasks.js';
import { type List, useList } from '../api/hooks.js';
import { JourneyState } from '../journeys/journey-state.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Person } from '../kit/person.js';
import { Empty } from '../kit/states.js';
import { Badge, Status, type Tone } from '../kit/status.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { IncomingMails } from '../messages/incoming.js';
import { incomingTexts } from '../messages/incoming-texts.js';
import { MessageState } from '../messages/message-state.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { CONTACT_SHAPE, type Part } from './address.js';
import { contactsTexts } from './texts.js';

/** All journeys, deals, tasks and messages of a contact, each behind its tab with its number. */
export function Parts({ contactId }: { readonly contactId: string }) {
  const t = useTexts(contactsTexts);
  const { values, set } = useAddress(CONTACT_SHAPE);
  const query = { contact: contactId };
  const journeys = useList<typeof listJourneys>('GET /v1/journeys', { query });
  const deals = useList<typeof listDeals>('GET /v1/deals', { query });
  const tasks = useList<typeof listTasks>('GET /v1/tasks', { query });
  const messages = useList<typeof listMessages>('GET /v1/messages', { query });
  const incoming = useList<typeof listIncomingMails>('GET /v1/incoming-mails', { query });
  const { title: received } = useTexts(incomingTexts);
  return (
    <div className="contacts-parts">
      <Tabs<Part>
        label={t.parts}
        chosen={values.part}
        onChoose={(part) => set({ part })}
        tabs={[
          { id: 'journeys', label: <Counted word={t.journeys} of={journeys} />, content: <Journeys list={journeys} /> },
          { id: 'deals', label: <Counted word={t.deals} of={deals} />, content: <Deals list={deals} /> },
          { id: 'tasks', label: <Counted word={t.tasks} of={tasks} />, content: <Tasks list={tasks} /> },
          { id: 'messages', label: <Counted word={t.messages} of={messages} />, content: <Messages list={messages} /> },
          {
            id: 'incoming',
            label: <Counted word={received} of={incoming} />,
            content: <IncomingMails list={incoming} />,
          },
        ]}
      />
    </div>
  );
}

function Counted({ word, of }: { readonly word: string; readonly of: List<unknown> }) {
  const t = useTexts(contactsTexts);
  return (
    <>
      {word} {!of.isLoading && of.error == null && <Badge>{t.count(of.rows.length, of.hasMore)}</Badge>}
    </>
  );
}

function Journeys({ list }: { readonly list: List<JourneyView> }) {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const { language } = useLanguage();
  const columns = useMemo(
    (): readonly Column<JourneyView>[] => [
      {
        id: 'journey',
        title: t.journey,
        cell: (row) => localise(language, row.definitionName, words.stage(row.definitionId)),
      },
      {
        id: 'stage',
        title: t.stage,
        cell: (row) => (row.stage === null ? '' : localise(language, row.stageName, words.stage(row.stage))),
        width: '130px',
        onPhone: true,
      },
      { id: 'state', title: t.state, cell: (row) => <JourneyState journey={row} />, width: '140px' },
      { id: 'next', title: t.next, cell: (row) => <Instant at={row.nextAt} relative="only" />, width: '110px' },
      { id: 'started', title: t.started, cell: (row) => <Instant at={row.startedAt} />, width: '120px' },
    ],
    [t, words, language],
  );
  return (
    <DataTable
      label={t.journeys}
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      href={({ id }) => `/journeys/${id}`}
      empty={<Empty title={t.noJourneys}>{t.noJourneysHelp}</Empty>}
    />
  );
}

const DEAL_TONES: Readonly<Record<DealView['status'], Tone>> = { open: 'info', won: 'good', lost: 'neutral' };

function Deals({ list }: { readonly list: List<DealView> }) {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const formats = useFormats();
  const columns = useMemo(
    (): readonly Column<DealView>[] => [
      { id: 'deal', title: t.deal, cell: (row) => row.name },
      {
        id: 'stage',
        title: t.stage,
        cell: (row) => (row.stage === null ? '' : words.stage(row.stage)),
        width: '150px',
        onPhone: true,
      },
      {
        id: 'state',
        title: t.state,
        cell: (row) => <Status tone={DEAL_TONES[row.status]}>{words.dealStatus(row.status)}</Status>,
        width: '110px',
      },
      {
        id: 'amount',
        title: t.amount,
        cell: (row) => (row.amount === null ? '' : formats.money(row.amount, row.currency)),
        width: '130px',
        align: 'end',
        onPhone: true,
      },
      {
        id: 'closes',
        title: t.closes,
        cell: (row) => <Instant at={row.expectedCloseAt} style="day" />,
        width: '150px',
      },
    ],
    [t, words, formats],
  );
  return (
    <DataTable
      label={t.deals}
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      empty={<Empty title={t.noDeals}>{t.noDealsHelp}</Empty>}
    />
  );
}

const TASK_TONES: Readonly<Record<TaskView['status'], Tone>> = { open: 'info', done: 'good', withdrawn: 'neutral' };
const TASK_WORDS = { open: 'statusOpen', done: 'statusDone', withdrawn: 'statusWithdrawn' } as const;

function Tasks({ list }: { readonly list: List<TaskView> }) {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const columns = useMemo(
    (): readonly Column<TaskView>[] => [
      { id: 'task', title: t.task, cell: (row) => row.title },
      {
        id: 'state',
        title: t.state,
        cell: (row) => <Status tone={TASK_TONES[row.status]}>{t[TASK_WORDS[row.status]]}</Status>,
        width: '110px',
        onPhone: true,
      },
      {
        id: 'outcome',
        title: t.outcome,
        cell: (row) => (row.outcome === null ? '' : words.outcome(row.outcome)),
        width: '110px',
      },
      { id: 'assignee', title: t.assignee, cell: (row) => <Person id={row.assigneeId} />, width: '140px' },
      { id: 'due', title: t.due, cell: (row) => <Instant at={row.dueAt} />, width: '120px' },
    ],
    [t, words],
  );
  return (
    <DataTable
      label={t.tasks}
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      href={({ id }) => `/tasks/${id}`}
      empty={<Empty title={t.noTasks}>{t.noTasksHelp}</Empty>}
    />
  );
}

function Messages({ list }: { readonly list: List<MessageView> }) {
  const t = useTexts(contactsTexts);
  const columns = useMemo(
    (): readonly Column<MessageView>[] => [
      { id: 'subject', title: t.subject, cell: (row) => row.subject ?? t.noSubject },
      { id: 'state', title: t.state, cell: (row) => <MessageState message={row} />, width: '210px', onPhone: true },
      {
        id: 'sentAt',
        title: t.sentAt,
        cell: (row) => <Instant at={row.acceptedAt ?? row.claimedAt ?? row.intendedAt} />,
        width: '140px',
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={t.messages}
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      href={({ id }) => `/messages/${id}`}
      empty={<Empty title={t.noMessages}>{t.noMessagesHelp}</Empty>}
    />
  );
}
