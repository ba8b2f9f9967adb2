import type { Instant } from '../domain/instant.js';
import type { GateAnswer } from '../domain/journey/gate.js';
import type { ForeseenMessage, StepGate } from './ports.js';
import { foreseeMessage, type RenderDeps } from './prepare-message.js';

export interface StepGateDeps extends RenderDeps {
  /** Null: there is no such message, or nobody of that id. */
  readonly foresee: (
    campaignId: string,
    stepId: string,
    contactId: string,
    now: { readonly virtual: Instant; readonly real: Instant },
  ) => Promise<ForeseenMessage | null>;
}

/** Asks about one contact after the other: whoever looks sees it grow by pages. */
export function createStepGate({ foresee, ...deps }: StepGateDeps): StepGate {
  return {
    async judge(campaignId, stepId, contactIds, now) {
      const answers = new Map<string, GateAnswer>();
      for (const contactId of contactIds) {
        const foreseen = await foresee(campaignId, stepId, contactId, now);
        if (foreseen === null) continue;
        const tx = { journey: { journeyId: '', contactId, subjectId: contactId } };
        answers.set(contactId, await foreseeMessage(deps, { ...foreseen, state: { steps: {} }, tx, now }));
      }
      return answers;
    },
  };
}
