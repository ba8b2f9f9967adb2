import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeMail } from '../../src/mail/compose.js';
import { createRenderer } from '../../src/mail/renderer.js';
import { templateFacts } from '../../src/mail/template-facts.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { outgoingMail, renderRequest, templateData } from './builders.js';
import { INVENTED, LANGUAGES, shippedMail } from './shipped-mails.js';

const library = loadTemplates('templates', 'en');
const renderer = createRenderer(library, 'en');
const names = [...library.templates.keys()];
const each = names.flatMap((name) => LANGUAGES.map((locale) => [name, locale] as const));

describe('the shipped templates', () => {
  it('have no faults', () =>
    expect([library.problems, names.flatMap((name) => templateFacts(library, name)?.problems)]).toEqual([[], []]));

  it('are many enough to be worth testing', () => expect(names.length).toBeGreaterThanOrEqual(20));

  it.each(names)('%s is there in both languages, with a purpose and what it needs', (name) => {
    const facts = templateFacts(library, name);
    expect(facts).toMatchObject({ locales: ['en', 'zh-CN'], hasUnsubscribe: facts?.purpose === 'marketing' });
    for (const variant of library.templates.get(name)?.values() ?? []) expect(variant.text).not.toBeNull();
  });

  // A lead out of the CRM export: a last name, a company, nothing else.
  const bare = templateData({
    contact: { name: 'Denson', lastName: 'Denson' },
    deal: null,
    owner: { name: 'David Love' },
    variables: {},
  });
  it.each(each)('%s in %s goes out to a lead of whom little is known', async (template, language) => {
    const rendered = await renderer.render(renderRequest(template, { language, data: bare }));
    expect(rendered).toMatchObject({ ok: true, locale: language });
    if (!rendered.ok) return;
    const { subject, html, text } = rendered;
    for (const part of [subject, html, text]) expect(part).not.toMatch(/\{\{|\}\}|undefined|null|\[object|&amp;amp;/);
    expect(text.split('\n')[0]).toBe(language === 'en' ? 'Hello,' : '您好：');
    expect(`${html}${text}`).not.toContain('Denson,');
    for (const line of text.split('\n')) if (language === 'en') expect(line.length).toBeLessThanOrEqual(80);
    expect(html.length).toBeLessThan(100_000);
  });

  it.each(each)(
    '%s in %s says the same in both parts, and names the reader, the writer and the way out',
    async (template, language) => {
      const rendered = await renderer.render(renderRequest(template, { language }));
      if (!rendered.ok) throw new Error(JSON.stringify(rendered));
      const parsed = await simpleParser(Buffer.from(await composeMail(outgoingMail(rendered))));
      expect(parsed.subject).toBe(rendered.subject);
      for (const part of [rendered.html, rendered.text]) {
        expect(part).toContain('Gary');
        expect(part).toContain('David Love');
        expect(part).toContain('1 Example Street');
        expect(part.includes('https://mail.example.com/u/abc')).toBe(
          templateFacts(library, template)?.purpose === 'marketing',
        );
      }
      const words = (text: string) => text.replace(/[\s•*-]+/g, '');
      const firstSentence = rendered.text.split('\n\n')[1] ?? '';
      expect(words(rendered.html.replace(/<[^>]+>/g, ''))).toContain(words(firstSentence));
    },
  );

  it.each(each)('%s in %s has no word of the other language', async (template, language) => {
    const { subject, html, text } = await shippedMail(template, language);
    const foreign = language === 'en' ? /\p{Script=Han}+/gu : /[A-Za-z]{2,}/g;
    const visible = html.replace(/<(head|style)\b.*?<\/\1>|<!--.*?-->|<[^>]+>|&#?\w+;/gs, ' ');
    for (const part of [subject.replace(/^Re: /, ''), visible, text])
      expect(part.replace(/https?:\S+|\S+@\S+/g, '').match(foreign) ?? []).toEqual([]);
  });

  it.each(each)('%s in %s leads to the same places in both parts', async (template, language) => {
    const { html, text } = await shippedMail(template, language);
    const addresses = [...html.matchAll(/href="(?:mailto:)?([^"]+)"/g)].map(([, address]) => address);
    for (const address of addresses) expect(text).toContain(address);
  });

  it.each(each)('%s in %s says at its foot why it came, and from whom', async (template, language) => {
    const { html, text } = await shippedMail(template, language);
    const why = {
      en: /You get this mail because (you have been in touch with us|of something you asked us for)/,
      'zh-CN': /您收到本邮件，是因为您曾与我们联系或有业务往来|本邮件与您的需求或双方的约定有关/,
    }[language];
    const { company, companyAddress } = INVENTED[language].variables;
    for (const part of [html, text]) {
      expect(part).toMatch(why);
      expect(part).toMatch(new RegExp(`${company}[,，] ?${companyAddress}`));
    }
  });
});
