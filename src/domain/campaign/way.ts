import type { CampaignDefinition } from '../definition/definition.js';

/** How a campaign reaches its recipients: one message of its own each, or a journey each. */
export type CampaignWay = 'mail' | 'journeys';

/** A campaign whose `send` is a mail needs nobody to remember anything between two steps. */
export const wayOf = ({ body, steps }: Pick<CampaignDefinition, 'body' | 'steps'>): CampaignWay =>
  body['send'] !== undefined && steps[0]?.action === 'email' ? 'mail' : 'journeys';
