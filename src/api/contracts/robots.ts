import { z } from 'zod';
import { ROBOT_KINDS } from '../../domain/robot.js';
import { idOf, instant, line, name } from './common.js';
import { contract } from './contract.js';

const robot = z
  .object({
    id: z.string(),
    kind: z.enum(ROBOT_KINDS),
    name: z.string(),
    userId: z.string().nullable(),
    teamId: z.string().nullable(),
    isSecretSet: z.boolean(),
    last: z
      .object({ at: instant, code: z.string().nullable().describe('why it was not said; null: it was') })
      .nullable()
      .describe('what came of the latest message, at real time'),
  })
  .meta({ id: 'Robot' });
export type RobotView = z.output<typeof robot>;

const sealed = line(1_000).meta({ writeOnly: true });

const newRobot = z.strictObject({
  kind: z.enum(ROBOT_KINDS),
  name: line(),
  whose: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('user'), userId: idOf('user') }),
      z.strictObject({ type: z.literal('team'), teamId: name.max(64) }),
    ])
    .describe('whose notices it says; a team’s says those of members who have no robot of their own'),
  address: sealed.describe('as the chat program shows it; kept sealed and never shown'),
  secret: sealed.nullable().default(null).describe('with which DingTalk and Feishu check signatures; kept sealed'),
});
export type NewRobot = z.output<typeof newRobot>;

const tag = 'People';
const params = z.object({ id: idOf('robot') });

export const listRobots = contract({
  operationId: 'listRobots',
  method: 'GET',
  path: '/v1/robots',
  tag,
  summary: 'The chat robots that say notices, with what came of the latest one.',
  response: z.object({ data: z.array(robot) }),
});

export const createRobot = contract({
  operationId: 'createRobot',
  method: 'POST',
  path: '/v1/robots',
  tag,
  summary: 'Let a robot of WeCom, DingTalk, Feishu, Lark or Slack say somebody’s notices.',
  body: newRobot,
  response: robot,
  status: 201,
});

export const testRobot = contract({
  operationId: 'testRobot',
  method: 'POST',
  path: '/v1/robots/:id/test',
  tag,
  summary: 'Let a robot say a sentence now, and say whether it could.',
  params,
  response: z.object({ said: z.boolean(), code: z.string().nullable().describe('why not') }),
});

export const removeRobot = contract({
  operationId: 'removeRobot',
  method: 'DELETE',
  path: '/v1/robots/:id',
  tag,
  summary: 'Remove a robot. What it has not said yet is on the page only.',
  params,
});
