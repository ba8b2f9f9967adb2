/** Prisma: can't reach, timed out connecting, closed, no free connection, can't start a transaction in time. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** Node's of a dead socket, and Postgres's of shutting down, starting up, too many clients, lost connection. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);
const NOT_REACHED = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const CLOSED =
  /connection terminated|connection ended|timeout exceeded when trying to connect|can't reach database server/i;

/** Whether an error says that Postgres can't be reached, however deep the driver has wrapped it. */
export function isUnreachable(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { name, code, originalCode, kind, message, cause, meta } = error as { readonly [key: string]: unknown };
  if (name === 'PrismaClientInitializationError') return true;
  if (typeof code === 'string' && (PRISMA_CODES.has(code) || SOCKET_CODES.has(code))) return true;
  if (typeof originalCode === 'string' && SOCKET_CODES.has(originalCode)) return true;
  if (typeof kind === 'string' && NOT_REACHED.has(kind)) return true;
  if (typeof message === 'string' && CLOSED.test(message)) return true;
  return isUnreachable(cause, depth + 1) || isUnreachable(driverError(meta), depth + 1);
}

const driverError = (meta: unknown): unknown =>
  typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta ? meta.driverAdapterError : null;
