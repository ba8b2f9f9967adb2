import { z } from 'zod';
import { role } from './common.js';
import { contract } from './contract.js';

const demoLogin = z
  .object({ email: z.string(), name: z.string(), role, password: z.string() })
  .meta({ id: 'DemoLogin' });
export type DemoLogin = z.output<typeof demoLogin>;

export const welcome = contract({
  operationId: 'welcome',
  method: 'GET',
  path: '/v1/public/welcome',
  tag: 'Access',
  summary:
    'What the page to sign in shows. Demo logins are told by the embedded system only, which only this machine can ask.',
  response: z
    .object({ mode: z.enum(['embedded', 'external']), demoLogins: z.array(demoLogin) })
    .meta({ id: 'Welcome' }),
});
