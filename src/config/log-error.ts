/** An error as a log line shows it. */
export interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

/**
 * What a log may say of an error: its type, code, place and message, without the values that libraries quote in theirs.
 * Prisma prints the whole query with its arguments before the sentence that says what is wrong; mail servers and drivers
 * name addresses.
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error', stack: '' };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: withoutValues(error.message),
    stack: framesOf(error),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function withoutValues(message: string): string {
  const [, call] = /^\s*Invalid (`[\w.$()]+`) invocation/.exec(message) ?? [];
  const sentence = call === undefined ? message : `${call}: ${message.trimEnd().split('\n').at(-1)?.trim() ?? ''}`;
  return sentence.replace(/[^\s@<>"'()]+@[^\s@<>"'()]+/g, '[address]');
}

const framesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^ +at /.test(line))
    .join('\n');
