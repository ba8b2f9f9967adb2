import { modeField, textField } from '../kit/address.js';

/* What the pages of forms show is said by their addresses. Pure. */

export const ONE_SHAPE = { tab: modeField(['came', 'submissions', 'share']), campaign: textField() };

export const formHref = (id: string): string => `/forms/${encodeURIComponent(id)}`;
