import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aContact, aJourney, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const HELLO = 'lead/hello.en.hbs';
const aSource = (body: string, head = 'subject: Hello {{contact.name}}') => `---\n${head}\n---\n${body}\n`;

const check = async (file: string, source: string) => {
  const answer = await api.ask('ops', 'POST', '/v1/templates/check', { file, source });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const publish = (body: object) => api.ask('ops', 'POST', '/v1/templates/publish', { policy: 'follow', ...body });
const preview = (body: object, role: 'ops' | 'rep' = 'ops') => api.ask(role, 'POST', '/v1/templates/preview', body);
const current = async (file: string) =>
  (await api.ask('ops', 'GET', `/v1/templates/file?file=${encodeURIComponent(file)}`)).json();

describe('templates over the API', () => {
  test('are listed by name, with their files, who says them, and the subject of each language', async () => {
    const definition = `kind: journey\nid: says-hello\nname: Says hello\nenter: { on: manual }\nsteps:\n  - id: hi\n    email: { template: lead/hello, from: owner, purpose: service }\n  - end: done\n`;
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text: definition });
    expect(published.statusCode, published.body).toBe(201);
    const { data } = (await api.ask('viewer', 'GET', '/v1/templates')).json();
    const hello = data.find(({ name }: { name: string }) => name === 'lead/hello');
    expect(hello).toMatchObject({ kind: 'template', family: 'lead', problems: [] });
    expect(hello.files.map(({ file }: { file: string }) => file)).toContain('lead/hello.zh-CN.txt.hbs');
    expect(hello.uses).toEqual([
      { definition: 'says-hello', version: 1, name: 'Says hello', step: 'hi', action: 'email' },
    ]);
    const layout = data.find(({ name }: { name: string }) => name === 'layouts/default');
    expect(layout.usedBy).toContain('lead/hello');
    expect(layout.uses).toHaveLength(1);
  });

  test('are checked without being kept: faults with line and column, values read, and a size', async () => {
    const faulty = await check(HELLO, aSource('<p>{{contact.name}}</p>\n<p>{{> nowhere}}</p>'));
    expect(faulty.publishable).toBe(false);
    expect(faulty.problems).toEqual([
      expect.objectContaining({ file: HELLO, line: 5, column: 4, code: 'unknown-partial', definition: null }),
    ]);
    const fine = await check(HELLO, aSource('<p>{{contact.city}}</p>'));
    expect(fine).toMatchObject({ publishable: true, problems: [], head: { subject: 'Hello {{contact.name}}' } });
    expect(fine.reads).toContainEqual({ path: 'contact.city', line: 4, column: 6, guarded: false });
    expect(fine.size.htmlBytes).toBeGreaterThan(500);
    expect((await current(HELLO)).version).toBe(0);
  });

  test('are not published when a published definition can’t give what they read, and the place is told', async () => {
    const source = aSource('<p>{{variables.nobodyGivesThis}}</p>');
    const answer = await publish({ file: HELLO, source, expectedVersion: 0 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'template-has-faults' });
    expect(answer.json().errors).toEqual([
      expect.objectContaining({
        code: 'missing-template-variable',
        line: 4,
        column: 6,
        pointer: '/definitions/says-hello/hi',
      }),
    ]);
    expect((await current(HELLO)).version).toBe(0);
  });

  test('are refused under names that are no template’s', async () => {
    const answer = await publish({ file: '../etc/passwd', source: aSource('x'), expectedVersion: 0 });
    expect(answer.json().errors).toEqual([expect.objectContaining({ code: 'template-name' })]);
  });

  test('are published against the version they were written on; of two at once one is told to look again', async () => {
    const file = 'lead/as-agreed.en.hbs';
    const answers = await Promise.all(
      ['A', 'B'].map((word) => publish({ file, source: aSource(`<p>${word}</p>`), expectedVersion: 0, note: word })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412]);
    expect(answers.find(({ statusCode }) => statusCode === 412)?.json().code).toBe('changed-meanwhile');
    const { version, source, policy, publishedBy } = await current(file);
    expect({ version, policy, publishedBy }).toEqual({ version: 1, policy: 'follow', publishedBy: api.users.ops });
    const again = await publish({ file, source, expectedVersion: 1 });
    expect(again.json()).toEqual({ file, version: 1, created: false });
    const { data } = (await api.ask('rep', 'GET', `/v1/templates/versions?file=${file}`)).json();
    expect(data.map((row: { version: number }) => row.version)).toEqual([1, 0]);
    expect(data[0]).toMatchObject({ current: true, note: source.includes('A') ? 'A' : 'B' });
    const first = (await api.ask('rep', 'GET', `/v1/templates/file?file=${file}&version=0`)).json();
    expect(first).toMatchObject({ version: 0, current: 1, publishedBy: null });
    expect(await api.db.audit.count({ where: { action: 'template.publish', objectId: file } })).toBe(1);
  });

  test('two files published at once both are, each checked with the other', async () => {
    const [a, b] = await Promise.all(
      ['en', 'zh-CN'].map((locale) =>
        publish({ file: `lead/missed-you.${locale}.hbs`, source: aSource(`<p>${locale}</p>`), expectedVersion: 0 }),
      ),
    );
    expect([a?.statusCode, b?.statusCode]).toEqual([201, 201]);
  });

  test('the same request again is the same version', async () => {
    const body = { file: 'lead/closing-file.en.hbs', source: aSource('<p>Once</p>'), expectedVersion: 0 };
    const key = { 'idempotency-key': 'template-once-0001' };
    const first = await api.ask('ops', 'POST', '/v1/templates/publish', body, key);
    const second = await api.ask('ops', 'POST', '/v1/templates/publish', body, key);
    expect([first.statusCode, second.json()]).toEqual([201, first.json()]);
  });

  test('are seen by lint as soon as they are published: a new one may be named by a definition', async () => {
    const source = aSource('<p>New {{contact.firstName}}</p>');
    expect((await publish({ file: 'made/here.en.hbs', source, expectedVersion: 0 })).statusCode).toBe(201);
    const text = `kind: journey\nid: names-it\nname: Names it\nenter: { on: manual }\nsteps:\n  - email: { template: made/here, from: owner, purpose: service }\n  - end: done\n`;
    const answer = (await api.ask('ops', 'POST', '/v1/definitions/validate', { text })).json();
    expect(answer.findings.filter(({ code }: { code: string }) => code === 'unknown-template')).toEqual([]);
  });
});

describe('a preview', () => {
  test('is of somebody made up when nobody is named, in the language of the file, with layout and partials', async () => {
    const answer = (await preview({ file: 'lead/hello.zh-CN.hbs' })).json();
    expect(answer).toMatchObject({ outcome: 'ok', missing: [], locale: 'zh-CN', contact: null, problems: [] });
    expect(answer.html).toContain('<html');
    expect(answer.size.clipsAt).toBe(104_448);
  });

  test('shows what is not published yet, for a contact as the worker would make it, and with inert links', async () => {
    const contactId = await aContact(api.db, { name: 'Grace <Hopper>', email: 'grace@example.com' });
    const file = 'made/letter.en.hbs';
    const source = aSource('<p>Dear {{contact.name}}, <a href="{{links.unsubscribe}}">no more</a></p>');
    const answer = (await preview({ file, source, contactId })).json();
    expect(answer).toMatchObject({ outcome: 'ok', subject: 'Hello Grace <Hopper>', contact: { id: contactId } });
    expect(answer.html).toContain('Dear Grace &lt;Hopper&gt;');
    expect(answer.html).toContain('https://simulation.invalid/unsubscribe');
    expect(answer.text).toContain('Dear Grace <Hopper>');
  });

  test('says what is missing, and shows the mail with the gaps', async () => {
    const contactId = await aContact(api.db, { name: 'Nowhere' });
    const answer = (await preview({ file: HELLO, source: aSource('<p>In {{contact.city}}.</p>'), contactId })).json();
    expect(answer).toMatchObject({ outcome: 'missing-variable', missing: ['contact.city'] });
    expect(answer.html).toContain('<p>In .</p>');
  });

  test('of a contact that a rep may not see is that of nobody', async () => {
    const hidden = await aContact(api.db, { name: 'Hidden', ownerId: api.users.manager });
    const answers = await Promise.all(
      [hidden, 'con_00000000000000000000000000'].map((contactId) => preview({ file: HELLO, contactId }, 'rep')),
    );
    const [a, b] = answers.map((answer) => ({ status: answer.statusCode, code: answer.json().code }));
    expect(a).toEqual({ status: 422, code: 'unknown-contact' });
    expect(b).toEqual(a);
    const journeyId = await aJourney(api.db, hidden);
    expect((await preview({ file: HELLO, journeyId }, 'rep')).statusCode).toBe(404);
  });

  test('of a layout is shown in a template that has it', async () => {
    const { source } = await current('layouts/default.hbs');
    const changed = source.replace('{{{body}}}', '<i>changed</i>{{{body}}}');
    const answer = (await preview({ file: 'layouts/default.hbs', source: changed, template: 'lead/hello' })).json();
    expect(answer).toMatchObject({ template: 'lead/hello', outcome: 'ok' });
    expect(answer.html).toContain('<i>changed</i>');
  });
});
