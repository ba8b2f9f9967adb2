import type { CampaignDefinition } from '../definition/definition.js';

/** How a campaign reaches its recipients: one message of its own each, or a journey each. */
export type CampaignWay = 'mail' | 'journeys';

/** Until messages go out without a journey, each recipient gets one. */
export const wayOf = (_campaign: CampaignDefinition): CampaignWay => 'journeys';
