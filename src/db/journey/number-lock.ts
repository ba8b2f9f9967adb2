import { phoneForms } from '../../domain/phone.js';
import type { Tx } from '../client.js';
import { execute } from '../statement.js';

/**
 * Holds a phone number until the transaction ends, however it is written: whoever claims an SMS to it, and a word that ends
 * them, come one after the other. Contacts share numbers, so their own locks would not do (law 9). Taken after a contact's
 * lock, never before one.
 */
export async function holdNumber(tx: Tx, phone: string): Promise<void> {
  const number = phoneForms(phone)[0] ?? phone;
  await execute(tx)`SELECT pg_advisory_xact_lock(hashtextextended(${`number:${number}`}, 0))`;
}
