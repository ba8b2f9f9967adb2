import { expect, it } from 'vitest';
import { createLogger } from '../../src/config/logger.js';

it('hides secrets and personal data in log lines, at the top and one level down', () => {
  const lines: string[] = [];
  const logger = createLogger({ process: 'test', level: 'info' }, { write: (line: string) => void lines.push(line) });
  logger.info({ email: 'ann@example.com', contact: { name: 'Ann', id: 'con_1' }, password: 'hunter2' }, 'stored');
  const line = lines.join('');
  expect(line).not.toMatch(/ann@example|"Ann"|hunter2/);
  expect(JSON.parse(line)).toMatchObject({ level: 'info', process: 'test', msg: 'stored', contact: { id: 'con_1' } });
});
