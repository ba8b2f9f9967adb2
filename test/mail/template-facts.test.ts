import { describe, expect, it } from 'vitest';
import { templateFacts, titleFacts } from '../../src/mail/template-facts.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { page, templatesFolder } from './builders.js';

const factsOf = (files: { readonly [file: string]: string }) =>
  templateFacts(loadTemplates(templatesFolder(files), 'en'), 'lead/hello');
const pathsOf = (body: string) => {
  const facts = factsOf({ 'lead/hello.en.hbs': page(body) });
  return (facts?.paths ?? []).map((path) => `${path.path}${path.guarded ? ' guarded' : ''}`);
};

describe("the facts of a task's title", () => {
  it('are the values it reads and its own faults', () => {
    const facts = titleFacts('Call {{contact.name}}{{#if deal.name}} about {{deal.name}}{{/if}}');
    expect(facts.paths.map(({ path, guarded }) => [path, guarded])).toEqual([
      ['contact.name', false],
      ['deal.name', true],
      ['deal.name', true],
    ]);
    expect(facts.problems).toEqual([]);
    expect(titleFacts('Call {{contact.name').problems).toHaveLength(1);
    expect(titleFacts('Call {{lead.name}}').problems).toHaveLength(1);
  });
});

describe('the facts of a template', () => {
  it.each([
    ['{{contact.name}}', ['contact.name']],
    ['{{default contact.name "you"}}', ['contact.name guarded']],
    ['{{greeting contact}}', ['contact guarded']],
    [
      '{{#if contact.name}}{{contact.name}}{{else}}{{contact.email}}{{/if}}',
      ['contact.name guarded', 'contact.name guarded', 'contact.email'],
    ],
    [
      '{{#unless contact.name}}{{contact.name}}{{else}}{{contact.name}}{{/unless}}',
      ['contact.name guarded', 'contact.name guarded', 'contact.name'],
    ],
    ['{{#with deal}}{{name}}{{../contact.name}}{{/with}}', ['deal guarded', 'deal.name', 'contact.name']],
    ['{{#each contact.tags}}{{this}}{{@index}}{{/each}}', ['contact.tags guarded', 'contact.tags[] guarded']],
    ['{{#each contact.tags as |tag|}}{{tag.label}}{{/each}}', ['contact.tags guarded', 'contact.tags[].label']],
    ['{{money deal.amount deal.currency}}', ['deal.amount', 'deal.currency']],
    [
      '{{#if (and deal.amount deal.currency)}}{{money deal.amount deal.currency}}{{/if}}',
      ['deal.amount guarded', 'deal.currency guarded', 'deal.amount guarded', 'deal.currency guarded'],
    ],
    ['{{@root.contact.name}}', ['contact.name']],
  ])('say which values %s needs', (body, expected) => {
    const wanted = body.includes('{{this}}') ? expected.map((path) => path.replace('[] guarded', '[]')) : expected;
    expect(pathsOf(body)).toEqual(wanted);
  });

  it('reach through layout, partials and both parts, with the place of each use', () => {
    const facts = factsOf({
      'lead/hello.en.hbs': page(
        '<p>{{> sign who=owner.name}}</p>',
        'subject: For {{contact.company}}\nlayout: plain\nvariables: [trialDays]\npurpose: marketing',
      ),
      'lead/hello.en.txt.hbs': 'Days: {{trialDays}}',
      'layouts/plain.hbs': '{{{body}}}<a href="{{links.unsubscribe}}">x</a>',
      'partials/sign.en.hbs': '{{who}} {{owner.phone}}',
    });
    expect(facts?.problems).toEqual([]);
    expect(facts?.paths.map((path) => path.path).sort()).toEqual(
      ['contact.company', 'links.unsubscribe', 'owner.name', 'owner.name', 'owner.phone', 'variables.trialDays'].sort(),
    );
    expect(facts).toMatchObject({
      hasUnsubscribe: true,
      purpose: 'marketing',
      variables: ['trialDays'],
      locales: ['en'],
    });
    expect(facts?.paths.find((path) => path.path === 'contact.company')).toMatchObject({
      file: 'lead/hello.en.hbs',
      line: 2,
      column: 16,
    });
  });

  it('say that one locale without an unsubscribe link is none', () => {
    const facts = factsOf({
      'lead/hello.en.hbs': page('<a href="{{links.unsubscribe}}">x</a>'),
      'lead/hello.zh-CN.hbs': page('x'),
    });
    expect(facts).toMatchObject({ hasUnsubscribe: false, locales: ['en', 'zh-CN'] });
  });

  it('report a name that no template sees', () => {
    expect(factsOf({ 'lead/hello.en.hbs': page('{{custmer.name}}') })?.problems).toMatchObject([
      { code: 'unknown-name', line: 4, column: 3 },
    ]);
  });

  it('are null for a template that is not there', () => expect(factsOf({})).toBeNull());
});
