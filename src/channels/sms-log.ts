import type { Transport } from '../activities/ports.js';

/**
 * SMS where no gateway is set: a message is handed over to the ledger, which keeps its text, and goes no further. It is
 * seen among the messages with channel `sms`.
 */
export function createSmsLog(): Transport {
  return {
    send: async (_raw, _envelope, beforeFinalDot) =>
      (await beforeFinalDot())
        ? { type: 'accepted', reply: 'kept in the ledger: no SMS gateway is set', serverMessageId: null }
        : { type: 'stopped' },
  };
}
