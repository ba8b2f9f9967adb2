import { type ReactNode, useEffect, useRef } from 'react';
import type { TaskView } from '../../api/contracts/tasks.js';
import { Button } from '../kit/button.js';
import { KeyHint } from '../kit/key-hint.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { tasksTexts } from './texts.js';
import type { Completion } from './use-completion.js';

const KEYS = 9;

/** The outcomes, each with its key, always in reach; a chosen one asks once before it is recorded. */
export function OutcomeBar({
  task,
  outcomes,
  completion,
}: {
  readonly task: TaskView;
  readonly outcomes: readonly string[];
  readonly completion: Completion;
}) {
  const t = useTexts(tasksTexts);
  const words = useWords();
  const faults = Object.keys(completion.faults).length;
  return (
    <section className="tasks-outcomes" aria-label={t.outcomes}>
      {faults > 0 && (
        <p className="ft-error" role="alert">
          {t.faultsSaid(faults)}
        </p>
      )}
      {completion.error !== null && <ProblemNote error={completion.error} sent />}
      {completion.chosen === null ? (
        <div className="tasks-outcome-buttons">
          {outcomes.map((outcome, i) => (
            <Button
              key={outcome}
              onPress={() => completion.choose(outcome)}
              {...(i < KEYS ? { 'aria-keyshortcuts': String(i + 1) } : {})}
            >
              {i < KEYS && <KeyHint keys={String(i + 1)} />}
              {words.outcome(outcome)}
            </Button>
          ))}
        </div>
      ) : (
        <Confirm completion={completion} title={t.confirmOutcome(words.outcome(completion.chosen))}>
          {task.journeyId === null ? t.confirmEffectFree : t.confirmEffect}
        </Confirm>
      )}
    </section>
  );
}

function Confirm({
  completion,
  title,
  children,
}: {
  readonly completion: Completion;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const t = useTexts(tasksTexts);
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another outcome chosen by key asks anew
  useEffect(() => button.current?.focus(), [completion.chosen]);
  return (
    <div className="tasks-confirm">
      <p id="tasks-confirm">
        <strong>{title}</strong> <span className="ft-soft">{children}</span>
      </p>
      <div className="ft-line">
        <Button
          ref={button}
          look="main"
          aria-describedby="tasks-confirm"
          isPending={completion.isRunning}
          onPress={() => void completion.confirm()}
        >
          {completion.isRunning ? t.recording : t.record} <KeyHint keys="Enter" />
        </Button>
        <Button onPress={completion.leave} isDisabled={completion.isRunning}>
          {t.cancel} <KeyHint keys="Esc" />
        </Button>
      </div>
    </div>
  );
}
