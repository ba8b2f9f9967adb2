import { DAY } from '../../src/domain/instant.js';
import { aCampaign, CampaignTester } from '../support/campaigns.js';
import { aJourney } from '../support/definitions.js';
import { eventually } from '../support/system.js';
import { aSystem, inRun, shape } from './recorder.js';

/* The workflow that takes a campaign through its time. */

shape(
  'campaign-run',
  'a campaign that sleeps until its time, is woken before it, waits from zone to zone, and is done',
  async () => {
    const system = await aSystem(aJourney('none', '  - wait: 1 day'), 2_000);
    for (const timezone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      await system.contact({ timezone, status: 'customer' });
    const campaigns = new CampaignTester(system);
    const time = new Date(system.clock.now(0).virtual + 12 * DAY).toISOString().slice(0, 16);
    await campaigns.launch(`${aCampaign('recorded')}at: { time: "${time}", timezone: contact }\n`);
    const workflowId = 'campaign/recorded';
    await inRun(system, { workflowId }, 2);
    await campaigns.act('recorded', { type: 'set-rate', perMinute: 1_000 });
    await eventually(
      () => campaigns.get('recorded'),
      ({ state }) => state === 'done',
      60_000,
    );
    return { system, journey: { workflowId } };
  },
);
