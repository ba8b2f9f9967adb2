import { choiceField, modeField, textField } from '../kit/address.js';
import { STEPS } from './steps.js';
import { PART_ORDER } from './sum-parts.js';

export const LIST_SHAPE = {
  state: choiceField(['draft', 'awaiting-approval', 'scheduled', 'sending', 'paused', 'stopped', 'done']),
};

export const DRAFT_SHAPE = { step: modeField(STEPS), as: modeField(['fields', 'text']) };

/** What guests of an event have answered, those who come first. */
export const GUESTS = ['yes', 'waiting', 'no', 'none', 'not-asked'] as const;

export const ONE_SHAPE = {
  tab: modeField(['now', 'guests', 'results', 'what', 'history']),
  /** Which guests. */
  answer: choiceField(GUESTS),
  /** Whom the list is of. */
  part: choiceField(['all', ...PART_ORDER]),
  reason: textField(),
};

export const campaignHref = (id: string): string => `/campaigns/${encodeURIComponent(id)}`;

/** An id such as a name suggests, of letters that any file can have; a name without such letters suggests none. */
export const suggestedId = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');

export const isId = (id: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && id.length <= 64;
