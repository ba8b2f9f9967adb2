import { md5 } from '@noble/hashes/legacy.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Of so many equally likely numbers each person has one for each campaign. */
const NUMBERS = 2 ** 32;

/** Whose number is lower gets nothing. `perCent`: 0 to 100. */
export const heldOutBelow = (perCent: number): number => Math.round((perCent / 100) * NUMBERS);

/**
 * Whether a person gets nothing of a campaign, for comparison: the same people for the same campaign, whatever else changes.
 * The number is the first four bytes of an MD5 because Postgres, where an audience is frozen, has that too
 * (src/db/campaign-life/freeze.ts): what a simulation says of a person is what comes to be.
 */
export function isHeldOut(campaignId: string, contactId: string, perCent: number): boolean {
  const hash = md5(utf8ToBytes(`${contactId}/${campaignId}`));
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0) < heldOutBelow(perCent);
}
