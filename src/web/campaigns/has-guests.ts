import type { CampaignDraftView } from '../../api/contracts/campaigns.js';

/** Whether a campaign invites: it has places, or listens to what its own invitation is answered with (the form of its id). */
export const hasGuests = ({ id, text }: Pick<CampaignDraftView, 'id' | 'text'>): boolean =>
  new RegExp(`event\\.form["']?\\s*:\\s*["']?${id}(?![\\w-])`).test(text) ||
  /(^|[{,])\s*["']?rsvp["']?\s*:/m.test(text);
