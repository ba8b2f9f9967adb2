import type {
  Delivery,
  DeliveryStore,
  RobotBook,
  RobotCall,
  RobotVerdict,
  WebhookAnswer,
} from '../activities/ports.js';
import { noticeWords } from '../domain/notice-words.js';
import { crowdedUntil } from '../domain/robot.js';
import { stableFraction } from '../domain/stable-hash.js';

export interface RobotDeps {
  readonly store: DeliveryStore;
  readonly robots: RobotBook;
  readonly sayThroughRobot: (call: RobotCall) => Promise<RobotVerdict>;
  /** Where people reach the page. */
  readonly pageUrl: string;
  /** Real time, epoch ms. */
  readonly now: () => number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * A notice goes through a robot once: none of the services knows a repeat, and who didn't get it has it on the page. Null: it
 * waits for its turn, or another worker has it.
 */
export async function sayNotice(deps: RobotDeps, delivery: Delivery): Promise<WebhookAnswer | null> {
  const id = text(delivery.content['robotId']);
  const robot = await deps.robots.access(id);
  if (robot === 'gone') return { type: 'failed', code: 'robot-gone', status: null };
  // Another secret may be set tomorrow.
  if (robot === 'locked') return { type: 'later', code: 'locked', status: null };
  const now = deps.now();
  const turn =
    crowdedUntil(robot.kind, now, stableFraction(delivery.id)) ?? (await deps.robots.takeTurn(id, robot.kind, now));
  if (turn !== null) {
    await deps.store.putOff(delivery, turn);
    return null;
  }
  const beforeWrite = () => deps.store.handOver(delivery);
  const verdict = await deps.sayThroughRobot({ ...robot, message: messageOf(deps, delivery), beforeWrite });
  switch (verdict.type) {
    case 'stopped':
      return null;
    case 'done':
      await deps.robots.note(id, null, deps.now());
      return { type: 'done', status: null };
    case 'failed':
      await deps.robots.note(id, verdict.code, deps.now());
      return { ...verdict, status: null };
    case 'later':
      await deps.robots.note(id, verdict.code, deps.now());
      if (verdict.code === 'rate-limited') await deps.robots.rest(id, robot.kind, deps.now() + verdict.retryAfterMs);
      return { ...verdict, status: null };
  }
}

function messageOf({ pageUrl }: RobotDeps, { content }: Delivery): RobotCall['message'] {
  const title = text(content['title']);
  return {
    title: title === '' ? noticeWords(text(content['notice']), text(content['language'])) : title,
    text: text(content['text']),
    link: new URL(text(content['path']) || '/notices', pageUrl).href,
  };
}
