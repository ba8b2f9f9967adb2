import { describe, expect, it } from 'vitest';
import type { RenderRequest } from '../../src/activities/ports.js';
import { createRenderer } from '../../src/mail/renderer.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { page, renderRequest, templateData, templatesFolder } from './builders.js';

type Files = { readonly [file: string]: string };
const render = (files: Files, over: Partial<RenderRequest> = {}) => {
  const library = loadTemplates(templatesFolder(files), 'en');
  return createRenderer(library, 'en').render(renderRequest('lead/hello', over));
};
const html = async (body: string, over: Partial<RenderRequest> = {}) => {
  const rendered = await render({ 'lead/hello.en.hbs': page(body) }, over);
  return rendered.ok ? rendered.html.trim() : rendered;
};

describe('rendering a template', () => {
  it('escapes the HTML but neither the subject nor the text', async () => {
    const contact = { company: '<b>Smith & Sons</b>' };
    const rendered = await render(
      {
        'lead/hello.en.hbs': page('<p>{{contact.company}}</p>', 'subject: "For {{contact.company}}"'),
        'lead/hello.en.txt.hbs': '{{contact.company}}',
      },
      { data: templateData({ contact }) },
    );
    expect(rendered).toMatchObject({
      ok: true,
      subject: 'For <b>Smith & Sons</b>',
      html: '<p>&lt;b&gt;Smith &amp; Sons&lt;/b&gt;</p>',
      text: '<b>Smith & Sons</b>\n',
    });
  });

  it('makes one line of the subject, whatever is in the record', async () => {
    const contact = { company: 'Smith\r\nBcc: evil@example.com\u2028x' };
    const rendered = await render(
      { 'lead/hello.en.hbs': page('x', 'subject: "{{contact.company}}"') },
      { data: templateData({ contact }) },
    );
    expect(rendered).toMatchObject({ subject: 'Smith Bcc: evil@example.com x' });
  });

  it.each([[undefined], [null], [''], ['   ']])('refuses to print %j as a name', async (name) => {
    const contact = name === undefined ? {} : { name };
    expect(await html('{{contact.name}}{{contact.city}}', { data: templateData({ contact }) })).toEqual({
      ok: false,
      code: 'missing-variable',
      variables: ['contact.name', 'contact.city'],
    });
  });

  it('finds a missing value in subject, layout, partial, text part and helper argument', async () => {
    const rendered = await render(
      {
        'lead/hello.en.hbs': page(
          '{{> sign}}{{money deal.amount deal.currency}}',
          'subject: "{{contact.a}}"\nlayout: plain',
        ),
        'lead/hello.en.txt.hbs': '{{contact.b}}',
        'layouts/plain.hbs': '{{{body}}}{{variables.c}}',
        'partials/sign.hbs': '{{owner.d}}',
      },
      { data: templateData({ deal: null }) },
    );
    expect(!rendered.ok && rendered.code === 'missing-variable' && [...rendered.variables].sort()).toEqual(
      ['contact.a', 'contact.b', 'deal.amount', 'deal.currency', 'owner.d', 'variables.c'].sort(),
    );
  });

  it('needs no value in a branch that is not taken, nor where a default is', async () => {
    expect(await html('{{#if deal.discount}}{{deal.discount}}{{/if}}{{default contact.nick "you"}}')).toBe('you');
  });

  it('prints zero and false, which are values', async () => {
    expect(
      await html('{{variables.zero}} {{variables.no}}', { data: templateData({ variables: { zero: 0, no: false } }) }),
    ).toBe('0 false');
  });

  it('walks lists and records with their index, parents and else', async () => {
    const contact = { tags: ['a', 'b'], none: [] };
    const body =
      '{{#each contact.tags as |tag|}}{{@index}}{{tag}}{{#unless @last}},{{/unless}}{{/each}};{{#each contact.none}}x{{else}}none{{/each}};{{#with deal}}{{name}} {{../owner.name}}{{/with}}';
    expect(await html(body, { data: templateData({ contact }) })).toBe('0a,1b;none;Pumps David Love');
  });

  it('reads own values only: nothing inherited, no getter, no method', async () => {
    const inherited = Object.create({ name: 'inherited' });
    expect(await html('{{default contact.name "none"}}', { data: templateData({ contact: inherited }) })).toBe('none');
    const getter = Object.defineProperty({}, 'name', { get: () => 'got', enumerable: true });
    expect(await html('{{default contact.name "none"}}', { data: templateData({ contact: getter }) })).toBe('none');
    expect(await html('{{default contact.toString "none"}}')).toBe('none');
  });

  it('ends nested loops over long lists instead of the process', async () => {
    const contact = { tags: Array.from({ length: 300 }, () => 'x') };
    const body = `${'{{#each @root.contact.tags}}'.repeat(5)}x${'{{/each}}'.repeat(5)}`;
    expect(await html(body, { data: templateData({ contact }) })).toMatchObject({ ok: false, code: 'render-failed' });
  });

  it('says where a value is of the wrong kind', async () => {
    expect(await html('\n{{date contact.name}}')).toMatchObject({
      code: 'render-failed',
      detail: expect.stringContaining('lead/hello.en.hbs:5:1'),
    });
    expect(await html('{{contact.tags}}', { data: templateData({ contact: { tags: ['a'] } }) })).toMatchObject({
      code: 'render-failed',
    });
  });

  it('fails on a template that is absent or has a fault', async () => {
    expect(await render({})).toMatchObject({ ok: false, code: 'render-failed' });
    expect(await html('{{{contact.name}}}')).toMatchObject({ ok: false, code: 'render-failed' });
  });

  it('fails when its layout or a partial has a fault, rather than going out without a footer', async () => {
    const files = { 'lead/hello.en.hbs': page('<p>Hello</p>'), 'layouts/default.hbs': '{{{body}}}{{> footer}}' };
    expect(
      await render({
        ...files,
        'partials/footer.hbs': '{{#if links.unsubscribe}}<a href={{links.unsubscribe}}>x</a>{{/if}}',
      }),
    ).toMatchObject({ code: 'render-failed' });
    expect(await render({ ...files, 'partials/footer.hbs': '{{#if' })).toMatchObject({ code: 'render-failed' });
    expect(await render({ ...files, 'partials/footer.hbs': 'fine' })).toMatchObject({ ok: true });
  });

  it('fails when one locale cannot be read, rather than writing in another language', async () => {
    const files = { 'lead/hello.en.hbs': page('x'), 'lead/hello.zh-CN.hbs': 'no head' };
    expect(await render(files, { language: 'zh-CN' })).toMatchObject({
      code: 'render-failed',
      detail: expect.stringContaining('zh-CN'),
    });
  });

  it('derives a plain-text part that a person can read', async () => {
    const rendered = await render({
      'lead/hello.en.hbs': page(
        '<h1>Welcome</h1><p>Hello   Gary,<br>see <a href="{{links.preferences}}">your choices</a>.</p>',
        'subject: x\npreheader: hidden',
      ),
      'layouts/default.hbs':
        '<html><head><title>{{subject}}</title></head><body><div>{{preheader}}</div>{{{body}}}</body></html>',
      'layouts/default.txt.hbs': '{{body}}\n\n-- \nExample',
    });
    // Handlebars would allow {{body}} in text, where nothing is escaped.
    expect(rendered).toMatchObject({
      text: 'Welcome\n\nHello Gary,\nsee your choices [https://mail.example.com/p/abc].\n\n--\nExample\n',
    });
  });

  it('lets head variables be written without their prefix', async () => {
    const rendered = await render(
      { 'lead/hello.en.hbs': page('{{trialDays}}', 'subject: x\nvariables: [trialDays]') },
      { data: templateData({ variables: { trialDays: 14 } }) },
    );
    expect(rendered).toMatchObject({ html: '14' });
  });

  it('makes a title of what there is', async () => {
    const renderer = createRenderer(loadTemplates(templatesFolder({}), 'en'), 'en');
    const { template: _, ...request } = renderRequest('x/y');
    expect(await renderer.renderTitle('Call {{contact.name}}  {{contact.city}}', request)).toBe('Call Gary Denson');
    expect(await renderer.renderTitle('Call {{contact.name', request)).toBe('Call {{contact.name');
  });

  it('renders at least 500 mails a second', async () => {
    const library = loadTemplates('templates', 'en');
    const renderer = createRenderer(library, 'en');
    const started = performance.now();
    for (let i = 0; i < 1000; i++) expect((await renderer.render(renderRequest('lead/follow-up'))).ok).toBe(true);
    expect(1000 / ((performance.now() - started) / 1000)).toBeGreaterThan(500);
  });
});

describe('the helpers', () => {
  it.each([
    ['{{date deal.expectedCloseAt}}', 'en', 'UTC', 'March 5, 2027'],
    ['{{date deal.expectedCloseAt}}', 'en', 'Asia/Shanghai', 'March 6, 2027'],
    ['{{date deal.expectedCloseAt}}', 'zh-CN', 'Asia/Shanghai', '2027年3月6日'],
    ['{{date "2027-03-05"}}', 'en', 'America/Los_Angeles', 'March 5, 2027'],
    ['{{money deal.amount deal.currency}}', 'en', 'UTC', '$22,700.00'],
    ['{{money deal.amount "CNY"}}', 'zh-CN', 'UTC', '¥22,700.00'],
    ['{{number 1234567.5}}', 'en', 'UTC', '1,234,567.5'],
    ['{{number 2 digits=2}}', 'en', 'UTC', '2.00'],
    ['{{plural 1 "day" "days"}} {{plural 2 "day" "days"}}', 'en', 'UTC', 'day days'],
    ['{{#if (or (eq deal.stage "proposal") contact.none)}}yes{{/if}}', 'en', 'UTC', 'yes'],
  ])('%s in %s and %s', async (body, locale, timezone, expected) => {
    const rendered = await render({ [`lead/hello.${locale}.hbs`]: page(body) }, { timezone, language: locale });
    expect(rendered).toMatchObject({ html: expected });
  });
});
