import { memo } from 'react';
import type { StoryLine } from '../../api/contracts/journeys.js';
import type { MessageView } from '../../api/contracts/messages.js';
import type { TaskView } from '../../api/contracts/tasks.js';
import { Button } from '../kit/button.js';
import { Code } from '../kit/code.js';
import { Instant } from '../kit/instant.js';
import { Sign, type SignName } from '../kit/sign.js';
import { MessageState, wasMade } from '../messages/message-state.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { lineTexts } from './line-texts.js';
import { type LineWords, lineWords } from './line-words.js';
import { messageOf, taskOf } from './matching.js';
import { reasonTexts } from './reason-texts.js';
import { type Kind, kindOf } from './rows.js';
import { TaskResult } from './task-result.js';
import { journeyTexts } from './texts.js';

/** What lines are told with, the same for all. */
export interface LineSurroundings {
  readonly zone: string;
  readonly messages: readonly MessageView[];
  readonly tasks: readonly TaskView[];
  readonly stageName: (id: string) => string;
  /** Who started the journey; null: an event did. */
  readonly startedBy: string | null;
  readonly onOpenMail: (message: MessageView) => void;
}

const SIGNS = { mails: 'mail', tasks: 'task', decisions: 'dot' } as const satisfies Readonly<Record<Kind, SignName>>;

/** One line of the story: when, what, why, and who. */
export const LineEntry = memo(function LineEntry({
  line,
  around,
}: {
  readonly line: StoryLine;
  readonly around: LineSurroundings;
}) {
  const t = useTexts(journeyTexts);
  const words = useTexts(lineTexts);
  const reasons = useTexts(reasonTexts);
  const formats = useFormats();
  const names = useWords();
  const said = lineWords(line, { t: words, reasons, outcomeName: names.outcome, ...around });
  const { what, tone } = said;
  const message = messageOf(line, around.messages);
  const task = taskOf(line, around.tasks);
  // A step that has no id is known by its place, and an appointment by its own, which tell a reader nothing.
  const step = line.step !== null && !/[./]/.test(line.step) ? line.step : null;
  return (
    <>
      <time className="journey-line-time" dateTime={line.at} title={formats.instant(line.at, around.zone)}>
        {formats.instant(line.at, around.zone, 'time')}
      </time>
      <span className={`journey-line-sign ft-tone-${tone}`} aria-hidden="true">
        <Sign of={SIGNS[kindOf(line)]} />
      </span>
      <div className="journey-line-text">
        <p className="journey-line-what">
          <strong>{what}</strong>
          {step !== null && (
            <span className="ft-soft ft-small">
              {t.step} <Code>{step}</Code>
            </span>
          )}
        </p>
        <Why line={line} words={said} zone={around.zone} />
        {line.person !== null && <PersonSaid person={line.person} />}
        {message !== undefined && <MailOf message={message} onOpen={around.onOpenMail} />}
        {task !== undefined && (
          <TaskResult task={task} completed={line.reason === task.outcome && line.reason !== null} />
        )}
      </div>
    </>
  );
});

/** The reason in words. Of what a person did without a code beside it, the reason is what they said. */
function Why({
  line: { person, reason, law, decision, until },
  words: { why, outcome, code },
  zone,
}: {
  readonly line: StoryLine;
  readonly words: LineWords;
  readonly zone: string;
}) {
  const t = useTexts(journeyTexts);
  if (person !== null && reason === null) return null;
  return (
    <p className="ft-soft">
      {why}
      {outcome !== null && <strong className="journey-outcome"> {outcome}</strong>}
      {code !== null && (
        <>
          {' '}
          <Code>{code}</Code>
        </>
      )}
      {law !== null && ` (${law})`}
      {until !== null && (
        <>
          {' '}
          {decision === 'defer' ? t.putOffUntil : t.until} <Instant at={until} zone={zone} style="full" />
        </>
      )}
    </p>
  );
}

/** Who did it, and the reason they gave. */
function PersonSaid({ person: { name, id, reason } }: { readonly person: NonNullable<StoryLine['person']> }) {
  const t = useTexts(journeyTexts);
  return (
    <p className="journey-said">
      <span className="ft-soft">{t.by}</span> {name ?? <Code>{id}</Code>}
      <span className="ft-soft"> · {t.theirReason}</span> {reason}
    </p>
  );
}

function MailOf({
  message,
  onOpen,
}: {
  readonly message: MessageView;
  readonly onOpen: (message: MessageView) => void;
}) {
  const t = useTexts(journeyTexts);
  const { subject, toAddress } = message;
  return (
    <div className="journey-object">
      <div>
        {subject !== null && <p>{subject}</p>}
        {toAddress !== null && (
          <p className="ft-soft ft-small">
            {t.to} {toAddress}
          </p>
        )}
      </div>
      <MessageState message={message} />
      {wasMade(message) && (
        <Button onPress={() => onOpen(message)} aria-label={`${t.asItWentOut}: ${subject ?? ''}`}>
          {t.asItWentOut}
        </Button>
      )}
    </div>
  );
}
