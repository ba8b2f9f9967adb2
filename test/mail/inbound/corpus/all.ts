import type { CorpusMail } from './builders.js';
import { DELIVERY_REPORTS } from './delivery-reports.js';
import { FIFTH_ROUND, FOURTH_ROUND, SIXTH_ROUND } from './fourth-round.js';
import { AUTO_REPLIES, COMPLAINTS, OTHERS } from './machines.js';
import { OTHER_BOUNCES } from './other-bounces.js';
import { OUT_OF_OFFICE } from './out-of-office.js';
import { REPLIES, UNSUBSCRIBES } from './people.js';
import { SECOND_ROUND } from './second-round.js';
import { THIRD_ROUND } from './third-round.js';

export const CORPUS: readonly CorpusMail[] = [
  ...DELIVERY_REPORTS,
  ...OTHER_BOUNCES,
  ...OUT_OF_OFFICE,
  ...AUTO_REPLIES,
  ...COMPLAINTS,
  ...OTHERS,
  ...REPLIES,
  ...UNSUBSCRIBES,
  ...SECOND_ROUND,
  ...THIRD_ROUND,
  ...FOURTH_ROUND,
  ...FIFTH_ROUND,
  ...SIXTH_ROUND,
];
