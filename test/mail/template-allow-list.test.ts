import { describe, expect, it } from 'vitest';
import { templateFacts } from '../../src/mail/template-facts.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { page, templatesFolder } from './builders.js';

const problemsOf = (files: { readonly [file: string]: string }) => loadTemplates(templatesFolder(files), 'en').problems;
const codesOf = (body: string, head?: string) =>
  problemsOf({ 'lead/hello.en.hbs': page(body, head) }).map((problem) => problem.code);

describe('the allow-list of templates', () => {
  it.each([
    ['{{contact.__proto__}}', 'not-allowed'],
    ['{{contact.constructor.name}}', 'not-allowed'],
    ['{{constructor}}', 'not-allowed'],
    ['{{#with contact.prototype}}{{/with}}', 'not-allowed'],
    ['{{default contact.__proto__ "x"}}', 'not-allowed'],
    ['{{lookup contact "constructor"}}', 'unknown-helper'],
    ['{{log contact}}', 'unknown-helper'],
    ['{{helperMissing contact}}', 'unknown-helper'],
    ['{{toString contact}}', 'unknown-helper'],
    ['{{#contact}}{{/contact}}', 'unknown-helper'],
    ['{{#blockHelperMissing contact}}{{/blockHelperMissing}}', 'unknown-helper'],
    ['{{#*inline "x"}}{{/inline}}', 'not-allowed'],
    ['{{* decorate}}', 'not-allowed'],
    ['{{#> signature}}x{{/signature}}', 'not-allowed'],
    ['{{> (lookup . "x")}}', 'not-allowed'],
    ['{{> signature contact}}', 'not-allowed'],
    ['{{@partial-block}}', 'not-allowed'],
    ['{{{contact.name}}}', 'unescaped-output'],
    ['{{{body}}}', 'unescaped-output'],
    ['{{&contact.name}}', 'unescaped-output'],
    ['<a href={{links.unsubscribe}}>x</a>', 'unquoted-attribute'],
    ['<td {{contact.name}}>', 'unquoted-attribute'],
    ['<a href="{{contact.website}}">x</a>', 'unsafe-attribute'],
    ['<p style="color: {{contact.name}}">x</p>', 'unsafe-attribute'],
    ['<a href="javascript:alert(1)">x</a>', 'unsafe-attribute'],
    ['<script>1</script>', 'not-allowed'],
    ['<img src="https://example.com/x.png" onerror="x()">', 'not-allowed'],
    ['｛｛contact.name｝｝', 'full-width-braces'],
    ['{{date contact.a contact.b}}', 'helper-arguments'],
    ['{{date contact.a form="long"}}', 'helper-arguments'],
    ['{{#if contact.a contact.b}}x{{/if}}', 'helper-arguments'],
    ['{{default (default (default (default (default contact.a 1) 1) 1) 1) 1}}', 'template-too-deep'],
    [`${'{{#if contact.a}}'.repeat(7)}x${'{{/if}}'.repeat(7)}`, 'template-too-deep'],
    ['{{#if contact.a}}x{{/each}}', 'template-syntax'],
    ['{{#if contact.a}}x', 'template-syntax'],
    ['{{contact.name', 'template-syntax'],
    ['{{> nowhere}}', 'unknown-partial'],
  ])('refuses %s', (body, code) => {
    expect(codesOf(body)).toContain(code);
  });

  it.each([
    '<p>{{greeting contact}}</p>',
    '<a href="{{links.unsubscribe}}">x</a>',
    '<a href="mailto:{{owner.email}}">x</a>',
    '<td title="{{contact.name}}">x</td>',
    '{{#each contact.tags as |tag index|}}{{tag}} {{index}} {{@first}}{{else}}none{{/each}}',
    '{{#if (and deal.amount (not contact.doNotContact))}}{{money deal.amount deal.currency}}{{/if}}',
    '{{! a remark }}{{!-- {{another}} --}}',
  ])('takes %s', (body) => expect(codesOf(body)).toEqual([]));

  it('names the line and column in the file, head included', () => {
    const [problem] = problemsOf({ 'lead/hello.en.hbs': page('<p>\n  {{{contact.name}}}</p>') });
    expect(problem).toMatchObject({ file: 'lead/hello.en.hbs', line: 5, column: 3 });
  });

  it('names the place of a syntax error', () => {
    const [problem] = problemsOf({ 'lead/hello.en.hbs': page('<p>ok</p>\n<p>Hello dear {{#if}</p>') });
    expect(problem).toMatchObject({ code: 'template-syntax', line: 5 });
    expect(problem?.column).toBeGreaterThan(14);
  });

  it('names the place of a fault in the subject', () => {
    const [problem] = problemsOf({
      'lead/hello.en.hbs': page('x', 'purpose: service\nsubject: "Hello {{shout contact.name}}"'),
    });
    expect(problem).toMatchObject({ code: 'unknown-helper', line: 3, column: 17 });
  });

  it('finds partials that include each other', () => {
    const codes = problemsOf({
      'lead/hello.en.hbs': page('{{> a}}'),
      'partials/a.hbs': '{{> b}}',
      'partials/b.hbs': '{{> a}}',
    }).map((problem) => problem.code);
    expect(codes).toContain('recursive-partial');
  });

  it('finds partials that include others so often that no machine could read the mail, at once', () => {
    const levels = 60;
    const twice = Object.fromEntries(
      Array.from({ length: levels }, (_, n) => [
        `partials/p${n}.hbs`,
        n + 1 < levels ? `{{> p${n + 1}}}{{> p${n + 1}}}` : 'x',
      ]),
    );
    const files = { 'lead/hello.en.hbs': page('{{> p0}}'), ...twice };
    expect(problemsOf(files).map(({ file, code }) => `${file} ${code}`)).toEqual([
      'lead/hello.en.hbs too-many-partials',
    ]);
    const library = loadTemplates(templatesFolder(files), 'en');
    expect(templateFacts(library, 'lead/hello')?.problems).toMatchObject([{ code: 'too-many-partials' }]);
  });

  it.each([
    ['no head at all', '<p>Hello</p>', 1],
    ['no subject', '---\npurpose: service\n---\nx', 2],
    ['an unknown key', '---\nsubject: x\nsubjet: y\n---\nx', 2],
    ['a wrong purpose', '---\nsubject: x\npurpose: spam\n---\nx', 3],
    ['YAML that does not parse', '---\nsubject: "x\n---\nx', 3],
    ['a key given twice', '---\nsubject: x\nsubject: y\n---\nx', 3],
  ])('finds a head with %s', (_, source, line) => {
    const [problem] = problemsOf({ 'lead/hello.en.hbs': source });
    expect(problem).toMatchObject({ code: 'template-head' });
    expect(problem?.line).toBeLessThanOrEqual(line);
  });

  it('finds names outside the format, a text part alone and an unknown layout', () => {
    const codes = problemsOf({
      'hello.hbs': page('x'),
      'lead/alone.en.txt.hbs': 'x',
      'lead/hello.en.hbs': page('x', 'subject: x\nlayout: nowhere'),
    }).map((problem) => problem.code);
    expect(codes.sort()).toEqual(['template-name', 'template-name', 'unknown-layout']);
  });
});
