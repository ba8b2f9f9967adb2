import type { Role } from '../../api/contracts/common.js';
import { modeField } from '../kit/address.js';

export const PARTS = ['free', 'mine', 'taken'] as const;
export type Part = (typeof PARTS)[number];

/** Which leads of a pool the address asks for. */
export const POOL_SHAPE = { show: modeField(PARTS) };

/** Who keeps pools. */
export const leads = (role: Role): boolean => role === 'ops' || role === 'manager';
