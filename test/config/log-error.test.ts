import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/config/log-error.js';
import { createLogger } from '../../src/config/logger.js';

/** As Prisma 7 words it: where, the query with its arguments, and at last what is wrong. */
const MALFORMED = `
Invalid \`tx.task.updateMany()\` invocation in
/src/db/complete-task.ts:46:35

→ 46   const { count } = await tx.task.updateMany({
         data: {
           note: "her husband is ill",
           requestId: "f09f82cd"
         }
       })

Unknown argument \`requestId\`. Available options are marked with ?.`;

describe('an error in the log', () => {
  it('says what was wrong with a query, and nothing of the people in it', () => {
    const error = Object.assign(new Error(MALFORMED), { name: 'PrismaClientValidationError' });
    expect(describeError(error)).toMatchObject({
      type: 'PrismaClientValidationError',
      message: '`tx.task.updateMany()`: Unknown argument `requestId`. Available options are marked with ?.',
    });
    expect(JSON.stringify(describeError(error))).not.toContain('husband');
  });

  it('names no address, in its causes neither', () => {
    const cause = new Error('550 5.1.1 <grace@example.com>: unknown here');
    const error = Object.assign(new Error('mail to "grace@example.com" failed', { cause }), { code: 'EENVELOPE' });
    const logged = describeError(error);
    expect(logged).toMatchObject({ code: 'EENVELOPE', message: 'mail to "[address]" failed' });
    expect(logged.cause?.message).toBe('550 5.1.1 <[address]>: unknown here');
    expect(JSON.stringify(logged)).not.toContain('grace');
  });

  it('keeps where it was thrown', () => {
    expect(describeError(new Error('x')).stack).toContain('log-error.test.ts');
    expect(describeError('grace@example.com')).toEqual({ type: 'string', message: 'not an Error', stack: '' });
  });

  it('is told in this way by the logger', () => {
    const lines: string[] = [];
    const logger = createLogger({ process: 'test', level: 'info' }, { write: (line: string) => void lines.push(line) });
    logger.error({ err: new Error(MALFORMED) }, 'request failed');
    expect(lines.join('')).toContain('Unknown argument');
    expect(lines.join('')).not.toContain('husband');
  });
});
