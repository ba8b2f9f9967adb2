import { campaignWorkflowId } from './wake.js';

/*
 * A campaign's own mail among the mails of journeys: in the links that stand in it, and in the events that tell what came back,
 * the campaign takes the place of the journey. Of a campaign with steps each recipient has a journey.
 */

/** What can come back for a recipient. `away`: a machine says that they are not there. */
export const RESPONSES = [
  'delivered',
  'opened',
  'clicked',
  'replied',
  'away',
  'bounced',
  'complained',
  'unsubscribed',
  // What the campaign is for; also of those who were held out.
  'converted',
] as const;
export type Response = (typeof RESPONSES)[number];

/** What stands for the journey of a campaign's mail. */
export const journeyIdOfCampaign = campaignWorkflowId;

/** The one step of a campaign of one mail, where a step is named. */
export const CAMPAIGN_STEP = 'send';

const PREFIX = campaignWorkflowId('');

/** Whose mail it is; null: a journey's. */
export const campaignIdOf = (journeyId: string | null | undefined): string | null =>
  journeyId?.startsWith(PREFIX) === true ? journeyId.slice(PREFIX.length) : null;

const OF_EVENT: { readonly [type: string]: Response } = {
  'email.delivered': 'delivered',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.replied': 'replied',
  'email.autoReplied': 'away',
  'email.bounced': 'bounced',
  'sms.delivered': 'delivered',
  'sms.replied': 'replied',
  'sms.bounced': 'bounced',
};

/** What an event tells of the mail that it is about; null: nothing of a mail. */
export const responseIn = (eventType: string): Response | null => OF_EVENT[eventType] ?? null;

/** What is told beside it: of a click where it led, of a bounce whether the address is dead. */
export function responseDetail(response: Response, fields: { readonly [name: string]: unknown }): string {
  const { link, hard } = fields;
  if (response === 'bounced') return hard === true ? 'hard' : 'soft';
  return response === 'clicked' && typeof link === 'string' ? link : '';
}

/** Whether what came back shows that the mail is there, so that it was not lost. */
export const showsThere = (response: Response): boolean => response !== 'bounced' && response !== 'converted';
