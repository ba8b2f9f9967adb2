import { modeField } from '../kit/address.js';

/* What the pages of segments show is said by their addresses. Pure. */

export const LIST_SHAPE = { show: modeField(['list', 'write']) };
export const ONE_SHAPE = { tab: modeField(['size', 'write', 'people']) };

export const segmentHref = (id: string): string => `/segments/${encodeURIComponent(id)}`;
