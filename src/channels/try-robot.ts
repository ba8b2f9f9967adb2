import type { RobotBook, RobotCall, RobotVerdict } from '../activities/ports.js';

export type SayThroughRobot = (call: RobotCall) => Promise<RobotVerdict>;

/**
 * Says something through a robot at once, for somebody who waits for it. Answers why it wasn't said, null: it was; undefined:
 * there is no such robot.
 */
export function createRobotTest(book: RobotBook, say: SayThroughRobot, now: () => number) {
  return async (id: string, message: RobotCall['message']): Promise<string | null | undefined> => {
    const robot = await book.access(id);
    if (robot === 'gone') return undefined;
    if (robot === 'locked') return 'locked';
    if ((await book.takeTurn(id, robot.kind, now())) !== null) return 'rate-limited';
    const verdict = await say({ ...robot, message, beforeWrite: async () => true });
    const code = verdict.type === 'done' || verdict.type === 'stopped' ? null : verdict.code;
    if (verdict.type === 'later' && verdict.code === 'rate-limited')
      await book.rest(id, robot.kind, now() + verdict.retryAfterMs);
    await book.note(id, code, now());
    return code;
  };
}
