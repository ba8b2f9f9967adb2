import { describe, expect, it } from 'vitest';
import { anApi, followthrough } from './support.js';

const counts = { visits: 40, machineVisits: 7, submissions: 9, newContacts: 6, blocked: 3 };
const form = {
  ...{ id: 'contact-us', version: 2, publishedAt: '2027-01-04T09:00:00Z', lastAt: '2027-01-05T10:30:00Z' },
  ...counts,
  campaigns: [{ id: 'spring', visits: 12, submissions: 4, newContacts: 4 }],
  refusals: [{ reason: 'trap', count: 3, lastAt: '2027-01-05T11:00:00Z' }],
  fields: [
    { id: 'email', required: true },
    { id: 'message', required: false },
  ],
  consent: { topic: 'news', text: 'Yes.', required: false },
};

describe('form', () => {
  it('lists forms with what came by them, also those that nobody has filled in', async () => {
    const api = anApi({ listForms: { data: [form, { ...form, id: 'unseen', lastAt: null, submissions: 0 }] } });
    const { out } = await followthrough(['form', 'list'], { api });
    expect(out.split('\n').slice(1, 3)).toEqual([
      'contact-us      40            9          6          3  2027-01-05 10:30Z',
      'unseen          40            0          6          3  -',
    ]);
  });

  it('shows what one asks, by which campaigns people came, and why what was refused', async () => {
    const { out } = await followthrough(['form', 'show', 'contact-us'], { api: anApi({ getForm: form }) });
    expect(out).toContain('40 visits, 7 by programs; 9 submissions, 6 new leads; 3 not taken.');
    expect(out).toContain('Asks: email (required), message.\nConsent: news.');
    expect(out).toMatch(/^spring +12 +4 +4$/m);
    expect(out).toMatch(/^trap +3 +2027-01-05 11:00Z$/m);
  });

  it('prints the landing link of a campaign, else the page, with the HTML', async () => {
    const asked: { operation: string; input: unknown }[] = [];
    const links = { page: 'https://x/f/contact-us', landing: 'https://x/l/t', frame: '<iframe>', embed: '<form>\n' };
    const api = anApi({ formLinks: links }, asked);
    const args = ['form', 'links', 'contact-us', '--campaign', 'spring', '--lang', 'zh-CN'];
    expect((await followthrough(args, { api })).out).toBe('https://x/l/t\n\n<iframe>\n\n<form>\n');
    expect(asked[0]?.input).toEqual({ params: { id: 'contact-us' }, query: { campaign: 'spring', lang: 'zh-CN' } });
    expect((await followthrough(['form', 'links', 'contact-us', '--lang', 'fr'], { api })).exit).toBe(2);
  });

  it('lists what people sent, with what became of their consent', async () => {
    const sent = {
      ...{ id: 'fsb_1', formId: 'contact-us', version: 2, at: '2027-01-05T10:30:00Z', isNew: true, campaignId: null },
      ...{ contact: { id: 'con_1', name: '王芳' }, language: 'zh-CN', agreed: true, differs: [] },
      ...{ answers: { email: 'w@example.cn', seats: 3 }, consent: { topic: 'news', text: '同意', state: 'waiting' } },
    };
    const page = { data: [sent, { ...sent, isNew: false, consent: null }], nextCursor: null, hasMore: false };
    const { out } = await followthrough(['form', 'submissions'], { api: anApi({ listFormSubmissions: page }) });
    expect(out.split('\n').slice(1, 5)).toEqual([
      '2027-01-05 10:30Z  contact-us  王芳  new    -         news (waiting)  email: w@example.cn, seats: 3',
      '2027-01-05 10:30Z  contact-us  王芳  known  -         -               email: w@example.cn, seats: 3',
      '',
      '2 submissions.',
    ]);
  });
});
