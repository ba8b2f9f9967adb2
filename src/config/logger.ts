import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './env.js';
import { describeError } from './log-error.js';

/** Names under which secrets and personal data travel in our objects, hidden at the top and one level down. */
const REDACTED = [
  'password',
  'secret',
  'apiKey',
  'token',
  'authorization',
  'cookie',
  'email',
  'phone',
  'name',
  'subject',
  'body',
  'html',
  'text',
  'databaseUrl',
  'smtpUrl',
];

/**
 * The process's logger: one JSON object a line, on standard error so that standard output stays for results.
 * Fields that may hold secrets or personal data are replaced by [hidden]; log ids and codes instead. An error goes under
 * `err`, and is told without the values in its message.
 */
export function createLogger(
  options: { readonly process: string; readonly level: LogLevel },
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [...REDACTED, ...REDACTED.map((name) => `*.${name}`), 'req.headers', 'res.headers'],
        censor: '[hidden]',
      },
    },
    destination,
  );
}
