import { robotAddress } from '../../domain/robot.js';
import { createRobot, listRobots, removeRobot, testRobot } from '../contracts/robots.js';
import type { AppDeps } from '../deps.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { misfit, writerOf } from './people.js';

const SENTENCE = {
  en: { title: 'Followthrough can speak here.', text: 'Somebody has asked for this test.' },
  zh: { title: 'Followthrough 可以在此发送消息。', text: '这是一条测试消息。' },
};

export function robotRoutes(routes: Routes, deps: AppDeps): void {
  const { robots } = deps.stores;
  routes.on(listRobots, async () => ({ data: [...(await robots.list())] }));

  routes.on(createRobot, async ({ body, actor }) => {
    const loopback = deps.robotsOnLoopback === true;
    const checked = robotAddress(body.kind, body.address, { secret: body.secret !== null, loopback });
    if (!checked.ok) throw misfit(checked.error, checked.error === 'bad-robot-address' ? '/address' : '/secret');
    const made = await robots.create(body, await writerOf(deps, { actor }));
    if (made.ok) return made.value;
    throw misfit(made.error, made.error === 'no-mailbox-secret' ? undefined : '/whose');
  });

  routes.on(testRobot, async ({ params, actor }) => {
    const words = actor.user.language?.startsWith('zh') === true ? SENTENCE.zh : SENTENCE.en;
    const code = await deps.testRobot(params.id, { ...words, link: deps.publicUrl ?? '' });
    const said = found(code === undefined ? null : { code }, 'robot', params.id);
    return { said: said.code === null, code: said.code };
  });

  routes.on(removeRobot, async ({ params, actor }) => {
    const removed = await robots.remove(params.id, await writerOf(deps, { actor }));
    if (!removed) found(null, 'robot', params.id);
  });
}
