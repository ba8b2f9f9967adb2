import { defined } from '../defined.js';
import type { CampaignDefinition, Definition, JourneyDefinition, Step } from './definition.js';

/**
 * The short journey of each of a campaign's recipients: a wait for the campaign's time, then its message or steps. Who the
 * recipients are, and at what rate they begin, is the campaign's own business.
 */
export function journeyOfCampaign(campaign: CampaignDefinition): JourneyDefinition {
  const { id, name, calendar, timezone, window, variables, at, holdOut, priority, goal, steps } = campaign;
  return defined({
    kind: 'journey' as const,
    id,
    name,
    per: 'contact' as const,
    calendar,
    timezone,
    window,
    variables,
    enter: { on: ['manual'], again: 'never' as const, at: [] },
    exit: [],
    goal: goal === undefined ? [] : [goal],
    stages: [
      {
        id: 'main',
        final: true,
        sla: [],
        moves: [],
        steps: at === undefined ? steps : [untilItGoesOut(at), ...steps],
        alongside: [],
      },
    ],
    throughout: [],
    moves: [],
    campaign: defined({ at, holdOut, priority }),
  });
}

/** The journey that a definition makes people go through: its own, or a campaign's; null: nobody goes through this kind. */
export function journeyIn(definition: Definition): JourneyDefinition | null {
  if (definition.kind === 'journey') return definition;
  return definition.kind === 'campaign' ? journeyOfCampaign(definition) : null;
}

const untilItGoesOut = (at: NonNullable<CampaignDefinition['at']>): Step => ({
  action: 'wait',
  path: ['at'],
  wait: { type: 'until', until: { type: 'local', ...at } },
  // biome-ignore lint/suspicious/noThenProperty: the format's own key; the map is data and is never awaited.
  then: [],
});
