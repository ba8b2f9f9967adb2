import type { JourneyView, StuckJourneyView } from '../../api/contracts/journeys.js';
import type { MessageView } from '../../api/contracts/messages.js';
import type { BreakingSla, OverviewView } from '../../api/contracts/overview.js';
import type { TaskView } from '../../api/contracts/tasks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useMe } from '../app/session.js';
import { attentionWords } from '../journeys/journey-state.js';
import { stateTexts } from '../journeys/state-texts.js';
import { stuckTexts } from '../journeys/stuck-texts.js';
import { Instant } from '../kit/instant.js';
import { StageName } from '../kit/stage-name.js';
import { useTexts } from '../texts/use-texts.js';
import { Countdown } from './countdown.js';
import { Item } from './item.js';
import type { PartId } from './parts.js';
import { refusalOf } from './refusal.js';
import { homeTexts } from './texts.js';

/** The first few of a part. */
export function Items({ part, overview }: { readonly part: PartId; readonly overview: OverviewView }) {
  switch (part) {
    case 'overdue':
    case 'today':
      return overview.tasks[part].first.map((task) => <TaskItem key={task.id} task={task} />);
    case 'held':
      return overview.held.first.map((journey) => <HeldItem key={journey.id} journey={journey} />);
    case 'late':
      return overview.late.first.map((journey) => <LateItem key={journey.id} journey={journey} />);
    case 'stuck':
      return overview.stuck.first.map((journey) => <StuckItem key={journey.id} journey={journey} />);
    case 'slas':
      return overview.slas.first.map((sla) => <SlaItem key={`${sla.journeyId} ${sla.breaksAt}`} sla={sla} />);
    case 'refused':
    case 'uncertain':
      return overview[part].first.map((message) => <MessageItem key={message.id} message={message} />);
  }
}

function TaskItem({ task }: { readonly task: TaskView }) {
  const t = useTexts(homeTexts);
  const me = useMe();
  const whose = task.assigneeId === me.id ? null : (task.assigneeName ?? t.unassigned);
  return (
    <Item
      href={`/tasks/${task.id}`}
      title={task.title}
      facts={[task.contactName ?? t.noContact, whose]}
      end={<Instant at={task.dueAt} relative="only" />}
    />
  );
}

const stageOf = ({ stage, stageName }: Pick<JourneyView, 'stage' | 'stageName'>) =>
  stage === null ? null : <StageName id={stage} name={stageName} />;

function HeldItem({ journey }: { readonly journey: JourneyView }) {
  const t = useTexts(homeTexts);
  const states = useTexts(stateTexts);
  const why = journey.attention === null ? t.heldNoReason : attentionWords(states, journey.attention);
  return (
    <Item
      href={`/journeys/${journey.id}`}
      title={journey.contactName}
      facts={[stageOf(journey), journey.ownerName ?? t.unassigned]}
      why={why}
    />
  );
}

function LateItem({ journey }: { readonly journey: JourneyView }) {
  const t = useTexts(homeTexts);
  return (
    <Item
      href={`/journeys/${journey.id}`}
      title={journey.contactName}
      facts={[stageOf(journey), journey.ownerName ?? t.unassigned]}
      end={<Instant at={journey.nextAt} relative="only" />}
    />
  );
}

function StuckItem({ journey }: { readonly journey: StuckJourneyView }) {
  const t = useTexts(homeTexts);
  const why = useTexts(stuckTexts);
  return (
    <Item
      href={`/journeys/${journey.id}`}
      title={journey.contactName}
      facts={[stageOf(journey), journey.ownerName ?? t.unassigned]}
      why={why[journey.why]}
      {...(journey.nextAt === null ? {} : { end: <Instant at={journey.nextAt} relative="only" /> })}
    />
  );
}

function SlaItem({ sla }: { readonly sla: BreakingSla }) {
  const t = useTexts(homeTexts);
  return (
    <Item
      href={`/journeys/${sla.journeyId}`}
      title={sla.contactName}
      facts={[stageOf(sla), sla.ownerName ?? t.unassigned]}
      end={<Countdown at={sla.breaksAt} />}
    />
  );
}

function MessageItem({ message }: { readonly message: MessageView }) {
  const t = useTexts(homeTexts);
  const problems = useTexts(problemTexts);
  const state = message.state === 'bounced' ? t.bouncedState : message.state === 'refused' ? t.refusedState : null;
  const { reason } = message;
  const refusal = reason === null ? undefined : refusalOf(reason);
  const why =
    reason === null ? undefined : refusal === undefined ? (wordsOf(problems, reason) ?? reason) : t[refusal](reason);
  return (
    <Item
      href={`/messages/${message.id}`}
      title={message.contactName}
      facts={[message.subject ?? t.noSubject, state]}
      end={<Instant at={message.intendedAt} relative="only" />}
      {...(why === undefined ? {} : { why })}
    />
  );
}
