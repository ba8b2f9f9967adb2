import { type ReactNode, useState } from 'react';
import type { Answer } from '../../api/contracts/contract.js';
import type { listRobots, RobotView, removeRobot, testRobot } from '../../api/contracts/robots.js';
import { newKey } from '../api/ask.js';
import { useAct, useOne } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { Instant } from '../kit/instant.js';
import { Person } from '../kit/person.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty, Loaded } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { saidTexts, saidWords } from './said-texts.js';
import { robotTexts } from './texts.js';
import './robots.css';

const LOOK_EVERY_MS = 10_000;

/** All chat robots: whose notices each says, and what came of the latest. */
export function Robots() {
  const t = useTexts(robotTexts);
  const robots = useOne<typeof listRobots>('GET /v1/robots', {}, { everyMs: LOOK_EVERY_MS });
  const [removed, setRemoved] = useState<RobotView | null>(null);
  return (
    <Loaded of={robots}>
      {({ data }) => (
        <>
          {data.length === 0 && <Empty title={t.empty}>{t.emptyHelp}</Empty>}
          <div className="people-teams">
            {data.map((robot) => (
              <RobotCard key={robot.id} robot={robot} onRemove={() => setRemoved(robot)} />
            ))}
          </div>
          {removed !== null && <RemoveDialog robot={removed} onClose={() => setRemoved(null)} />}
        </>
      )}
    </Loaded>
  );
}

function RobotCard({ robot, onRemove }: { readonly robot: RobotView; readonly onRemove: () => void }) {
  const t = useTexts(robotTexts);
  const { kind, name, userId, teamId, last } = robot;
  return (
    <Card title={name} aside={<span className="ft-soft">{t[kind]}</span>}>
      <FactList
        facts={[
          [t.whose, userId === null ? t.teamOf(teamId ?? '') : <Person key="whose" id={userId} />],
          [t.last, last === null ? null : <Last key="last" {...last} />],
        ]}
        none={t.never}
      />
      <Test robot={robot}>
        <Button look="quiet" onPress={onRemove} aria-label={t.removeOf(name)}>
          {t.remove}
        </Button>
      </Test>
    </Card>
  );
}

function Last({ code, at }: NonNullable<RobotView['last']>) {
  return (
    <>
      <span className="ft-line">
        <Said code={code} />
        <span className="ft-soft ft-small">
          <Instant at={at} />
        </span>
      </span>
      <Why code={code} />
    </>
  );
}

function Said({ code }: { readonly code: string | null }) {
  const t = useTexts(robotTexts);
  return code === null ? <Status tone="good">{t.said}</Status> : <Status tone="bad">{t.notSaid}</Status>;
}

function Why({ code }: { readonly code: string | null }) {
  const words = useTexts(saidTexts);
  return code === null ? null : <p className="ft-small">{saidWords(words, code)}</p>;
}

/** Lets the robot say a sentence, and says what came of it. */
function Test({ robot, children }: { readonly robot: RobotView; readonly children: ReactNode }) {
  const t = useTexts(robotTexts);
  const act = useAct<typeof testRobot>('POST /v1/robots/:id/test');
  const [answer, setAnswer] = useState<Answer<typeof testRobot> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const test = async () => {
    setAnswer(null);
    setError(null);
    try {
      setAnswer(await act.run({ params: { id: robot.id } }, newKey()));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <div className="robot-acts">
      <div className="ft-line">
        <Button isPending={act.isRunning} onPress={() => void test()} aria-label={t.testOf(robot.name)}>
          {act.isRunning ? t.testing : t.test}
        </Button>
        {children}
      </div>
      <div aria-live="polite">
        {answer !== null &&
          (answer.said ? (
            <Status tone="good">{t.testSaid}</Status>
          ) : (
            <>
              <Status tone="bad">{t.notSaid}</Status>
              <Why code={answer.code} />
            </>
          ))}
      </div>
      {error !== null && <ProblemNote error={error} sent />}
    </div>
  );
}

function RemoveDialog({ robot: { id, name }, onClose }: { readonly robot: RobotView; readonly onClose: () => void }) {
  const t = useTexts(robotTexts);
  const act = useAct<typeof removeRobot>('DELETE /v1/robots/:id');
  return (
    <ActDialog
      title={t.removeTitle(name)}
      effect={t.removeEffect}
      confirm={t.remove}
      done={t.removed}
      danger
      reason="none"
      onClose={onClose}
      run={(_, key) => act.run({ params: { id } }, key)}
    />
  );
}
