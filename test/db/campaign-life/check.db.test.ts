import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckedPage } from '../../../src/api/campaign-ports.js';
import { createCareStore } from '../../../src/db/care/store.js';
import { createOutlines } from '../../../src/db/outlines.js';
import { isHeldOut } from '../../../src/domain/campaign/hold-out.js';
import { aCampaign, CampaignTester } from '../../support/campaigns.js';
import { TestSystem } from '../../support/system.js';

/* What the gate would say of an audience before anything goes out. */

describe('the check of a campaign', () => {
  let system: TestSystem;
  let campaigns: CampaignTester;
  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    campaigns = new CampaignTester(system, async () => undefined);
  });
  afterAll(() => system.stop());

  const MARKETING = 'send: { email: { template: test/hello, from: owner, purpose: marketing, topic: offers } }';
  const to = (id: string, status: string, lines: string) =>
    aCampaign(id, lines).replace('contact.status: customer', `contact.status: ${status}`);

  /** All pages of a check, of so many each. */
  async function checked(text: string, limit: number): Promise<CheckedPage[]> {
    const { id } = await campaigns.draft(text);
    const pages: CheckedPage[] = [];
    for (let after: CheckedPage['next'] = null; ; ) {
      const page = await campaigns.desk.check(id, undefined, { after, limit });
      if (!page.ok) throw new Error(page.error.code);
      pages.push(page.value);
      after = page.value.next;
      if (after === null) return pages;
    }
  }

  const sumOf = (pages: readonly CheckedPage[]) => {
    const reasons: Record<string, number> = {};
    for (const { answer, code, count } of pages.flatMap((page) => page.reasons))
      reasons[`${answer} ${code}`] = (reasons[`${answer} ${code}`] ?? 0) + count;
    const total = (read: (page: CheckedPage) => number) => pages.reduce((sum, page) => sum + read(page), 0);
    return { seen: total(({ seen }) => seen), send: total(({ send }) => send), reasons };
  };

  it('counts by reason whom the sender would leave out or put off, over all pages, and writes nothing', async () => {
    for (let i = 0; i < 3; i++) await system.contact({ status: 'checked', country: 'US' });
    const named = await system.contact({ status: 'checked', country: 'US', email: null, name: 'Grace Hopper' });
    await system.contact({ status: 'checked', country: 'US', doNotContact: true });
    await system.contact({ status: 'checked', country: 'DE' });
    const gone = await system.contact({ status: 'checked', country: 'US' });
    await system.db.optOut.create({ data: { contactId: gone, topic: 'offers', at: new Date(), source: 'link' } });
    const pages = await checked(to('checked', 'checked', MARKETING), 2);
    expect(pages.map(({ size }) => size)).toEqual([7, null, null, null]);
    expect(sumOf(pages)).toEqual({
      seen: 7,
      send: 3,
      reasons: { 'skip no-address': 1, 'skip do-not-contact': 1, 'skip no-consent': 1, 'skip unsubscribed': 1 },
    });
    const [noAddress] = pages.flatMap(({ reasons }) => reasons.filter(({ code }) => code === 'no-address'));
    expect(noAddress?.samples).toEqual([{ contactId: named, contactName: 'Grace Hopper' }]);
    expect(await system.db.campaignRecipient.count({ where: { campaignId: 'checked' } })).toBe(0);
    expect(await campaigns.get('checked')).toMatchObject({ state: 'draft', sum: null });
  });

  it('counts who was taken out of the campaign by a person, and who was put back is to get it again', async () => {
    const [taken, back] = [await system.contact({ status: 'spared' }), await system.contact({ status: 'spared' })];
    await system.contact({ status: 'spared' });
    const { id } = await campaigns.draft(to('spared', 'spared', MARKETING));
    const care = createCareStore(system.db, createOutlines(system.db), 'UTC');
    const by = () => ({ actorId: 'usr_rep', at: system.now() });
    const out = async (contactId: string) => {
      const what = { of: 'campaign', campaignId: id, contactId, reason: 'asked us' } as const;
      const exclusion = await care.takeOut({ type: 'all' }, what, by());
      if (!exclusion.ok) throw new Error(exclusion.error);
      return exclusion.value.id;
    };
    await out(taken);
    await care.undo({ type: 'all' }, await out(back), undefined, by());
    const page = await campaigns.desk.check(id, undefined, { after: null, limit: 10 });
    if (!page.ok) throw new Error(page.error.code);
    expect(sumOf([page.value])).toEqual({ seen: 3, send: 2, reasons: { 'skip taken-out': 1 } });
  });

  it('asks for each at their own time, and names who is held out', async () => {
    const ids: string[] = [];
    for (const timezone of ['Asia/Shanghai', 'America/New_York'])
      ids.push(await system.contact({ status: 'timely', timezone }));
    const at = 'at: { time: "2099-06-01T10:00", timezone: contact }\n';
    const window = 'window: { days: [mon], from: "09:00", to: "17:00" }\n';
    // A Monday, at ten on the clock of each of them.
    expect(sumOf(await checked(`${to('timely', 'timely', MARKETING)}${at}${window}`, 10))).toMatchObject({ send: 2 });
    const held = await checked(`${to('held', 'timely', MARKETING)}holdOut: 99\n`, 10);
    const heldOut = ids.filter((id) => isHeldOut('held', id, 99)).length;
    expect(held[0]).toMatchObject({ seen: 2, heldOut, send: 2 - heldOut });
  });

  it('asks about the text as it is now, also of one that was scheduled before', async () => {
    await system.contact({ status: 'rewritten' });
    const text = `${to('rewritten', 'rewritten', MARKETING)}at: { time: "2099-06-01T10:00", timezone: UTC }\n`;
    const { id, revision } = await campaigns.launch(text);
    const page = { after: null, limit: 10 };
    expect(await campaigns.desk.check(id, undefined, page)).toMatchObject({ value: { send: 1 } });
    await campaigns.act(id, { type: 'unschedule' });
    expect(await campaigns.get(id)).toMatchObject({ state: 'draft', version: null, way: null });
    const other = text.replace('from: owner', 'from: nobody');
    await campaigns.act(id, { type: 'edit', revision, text: other, definition: null });
    expect(await campaigns.desk.check(id, undefined, page)).toMatchObject({
      value: { send: 0, reasons: [{ code: 'no-sender' }] },
    });
  });

  it('asks about an SMS as about a mail, and names the message that it asked about', async () => {
    const reachable = { status: 'texted', country: 'US', phone: '+15551230001' };
    await system.contact(reachable);
    await system.contact({ ...reachable, phone: '+15551230002', doNotContact: true });
    await system.contact({ ...reachable, phone: null });
    await system.contact({ ...reachable, phone: '+1 555 123 0001' });
    const stopped = await system.contact({ ...reachable, phone: '+15551230003' });
    await system.db.optOut.create({ data: { contactId: stopped, topic: '*', at: new Date(), source: 'link' } });
    const sms = 'send: { sms: { template: test/hello, purpose: service } }';
    const [page] = await checked(to('texted', 'texted', sms), 10);
    expect(page).toMatchObject({ step: { id: 'send', action: 'sms', template: 'test/hello' }, seen: 5 });
    expect(sumOf(page === undefined ? [] : [page])).toEqual({
      seen: 5,
      send: 2,
      reasons: { 'skip no-address': 1, 'skip do-not-contact': 1, 'skip duplicate-address': 1 },
    });
    expect(await system.db.message.count({ where: { channel: 'sms' } })).toBe(0);
  });

  it('asks about the first message of a campaign with steps, or about the one that is named', async () => {
    await system.contact({ status: 'stepped', country: 'US', phone: null });
    await system.contact({ status: 'stepped', country: 'US', phone: '+15551230009', email: null });
    const steps = `steps:
  - { id: hello, email: { template: test/hello, from: owner, purpose: service } }
  - wait: 3 days
  - { id: again, sms: { template: test/hello, purpose: service } }`;
    const { id } = await campaigns.draft(to('stepped', 'stepped', steps));
    const asked = async (step: string | undefined) => {
      const page = await campaigns.desk.check(id, step, { after: null, limit: 10 });
      return page.ok ? { about: page.value.step.id, of: page.value.steps.length, ...sumOf([page.value]) } : page.error;
    };
    expect(await asked(undefined)).toEqual({
      about: 'hello',
      of: 2,
      seen: 2,
      send: 1,
      reasons: { 'skip no-address': 1 },
    });
    expect(await asked('again')).toEqual({
      about: 'again',
      of: 2,
      seen: 2,
      send: 1,
      reasons: { 'skip no-address': 1 },
    });
    expect(await asked('nowhere')).toMatchObject({ code: 'not-found' });
  });

  it('has nothing to say of one whose audience is frozen, or that has faults', async () => {
    await system.contact({ status: 'frozen' });
    await campaigns.launch(to('frozen', 'frozen', MARKETING));
    await system.db.campaign.update({ where: { id: 'frozen' }, data: { state: 'sending' } });
    const page = { after: null, limit: 10 };
    expect(await campaigns.desk.check('frozen', undefined, page)).toMatchObject({
      error: { code: 'campaign-not-draft' },
    });
    expect(await campaigns.desk.check('nothing', undefined, page)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('says of the campaign, before it can be scheduled, that its mails would have no link that mail programs unsubscribe by', async () => {
    await system.contact({ status: 'bound' });
    const behind = new CampaignTester(system, async () => undefined, undefined, 'http://crm.example');
    const { id, revision } = await behind.draft(to('bound', 'bound', MARKETING));
    const fault = { code: 'unsubscribe-address', detail: expect.stringMatching(/^PUBLIC_URL is http:.*RFC 8058/) };
    expect(await behind.desk.check(id, undefined, { after: null, limit: 10 })).toEqual({ ok: false, error: fault });
    expect(await behind.tryTo(id, { type: 'schedule', revision })).toEqual({ ok: false, error: fault });
    expect(await campaigns.desk.check(id, undefined, { after: null, limit: 10 })).toMatchObject({ ok: true });
  });
});
