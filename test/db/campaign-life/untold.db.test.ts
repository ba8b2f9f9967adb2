import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignTester, watchOnce } from '../../support/campaigns.js';
import { beginCampaign, makeContacts } from '../../support/mail-campaigns.js';
import { TestSystem } from '../../support/system.js';

/* What the journeys of a campaign are to hear of it, as rows: nobody carries it out here. */

describe('the journeys of a campaign', () => {
  let system: TestSystem;
  let campaigns: CampaignTester;
  const at = new Date();
  const id = 'steps';
  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    campaigns = new CampaignTester(system, async () => undefined);
    await makeContacts(system.db, 3, at);
    await beginCampaign(system.db, { id, recipients: 3, at });
    await system.db.campaign.update({ where: { id }, data: { way: 'journeys' } });
    const like = { definitionId: id, definitionVersion: 1, subjectType: 'contact', status: 'open', phase: 'active' };
    await system.db.journey.createMany({
      data: [1, 2, 3].map((n) => ({
        ...{ ...like, id: `jrn_${n}`, subjectId: `con_${n}`, contactId: `con_${n}`, n: 1, workflowId: `w${n}` },
        ...{ startedAt: at, interests: [], enteredBy: `campaign:${id}` },
      })),
    });
  });
  afterAll(() => system.stop());

  const bulks = async () =>
    (await system.db.bulk.findMany({ where: { source: `campaign:${id}` }, orderBy: { id: 'asc' } })).map(
      ({ kind, total, state }) => `${kind} ${total} ${state}`,
    );
  const pause = () => campaigns.act(id, { type: 'pause', reason: 'by-hand' });
  const resume = () => campaigns.act(id, { type: 'resume' });
  /** Two were told of the pause, one not yet. */
  const twoAreTold = () =>
    system.db.bulkItem.updateMany({ where: { journeyId: { in: ['jrn_1', 'jrn_2'] } }, data: { state: 'done' } });

  it('are not told of a pause that is over before anybody could tell them', async () => {
    await pause();
    await resume();
    await watchOnce(system);
    expect(await bulks()).toEqual([]);
  });

  it('hear of a pause, and those that did of its end, once, whoever tells them', async () => {
    await pause();
    await Promise.all([watchOnce(system), watchOnce(system)]);
    expect(await bulks()).toEqual(['pause 3 running']);
    await twoAreTold();
    await resume();
    // It rests again before they heard that it goes on: they rest still.
    await pause();
    await watchOnce(system);
    expect(await bulks()).toEqual(['pause 3 running']);
    await resume();
    await watchOnce(system);
    await watchOnce(system);
    expect(await bulks()).toEqual(['pause 3 aborted', 'resume 2 running']);
  });

  it('are ended by a stop, whatever they were still to hear', async () => {
    await pause();
    await campaigns.act(id, { type: 'stop' });
    await watchOnce(system);
    expect((await bulks()).slice(2)).toEqual(['exit 3 running']);
    expect(await campaigns.get(id)).toMatchObject({ state: 'stopped', reason: 'by-hand' });
  });
});
