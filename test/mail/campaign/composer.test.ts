import path from 'node:path';
import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { OwnMail } from '../../../src/activities/campaign-mail-ports.js';
import type { MailAddress, Trackers } from '../../../src/activities/ports.js';
import { repositoryRoot } from '../../../src/config/env.js';
import type { TemplateData } from '../../../src/domain/journey/template-data.js';
import { createCampaignComposer, type Material, prepare } from '../../../src/mail/campaign/composer.js';
import { composeMail, UnsafeMailError } from '../../../src/mail/compose.js';
import { createRenderer } from '../../../src/mail/renderer.js';
import { templateFile } from '../../../src/mail/template-files.js';
import { libraryOf, loadTemplates } from '../../../src/mail/template-source.js';
import { trackLinks } from '../../../src/mail/track-links.js';
import { isReadyForWire } from '../../../src/mail/whole-body.js';

const shipped = loadTemplates(path.join(repositoryRoot, 'templates'), 'en');
const file = (name: string, source: string) => templateFile(name, source) ?? [];
/** What the shipped ones lack: loops, indented partials, values in the head, a layout that prints its body in a loop. */
const odd = libraryOf(
  [
    file(
      'layouts/default.hbs',
      '<html><head><title>{{subject}}</title></head><body dir="{{direction}}">{{{body}}}{{> foot}}</body></html>',
    ),
    file('layouts/default.txt.hbs', '== {{{body}}} ==\n\n\n{{> foot}}'),
    file('layouts/looped.hbs', '{{#each variables}}<i>{{@key}}</i>{{/each}}{{#with contact}}{{{body}}}{{/with}}'),
    file(
      'partials/foot.hbs',
      '  {{> deep by="us"}}\n<a href="{{links.unsubscribe}}">stop</a> or <a href="https://shop.example/?a=1&amp;b=2">buy</a>',
    ),
    file('partials/foot.txt.hbs', '{{links.unsubscribe}}\n'),
    file('partials/deep.hbs', '<p>{{by}}\n{{default contact.city "-"}}</p>\n'),
    file('partials/deep.txt.hbs', '{{by}}'),
    file(
      'a/odd.en.hbs',
      '---\nsubject: "{{offer}} for {{contact.firstName}}"\npreheader: "{{variables.offer}} {{default contact.city \\"there\\"}}"\npurpose: marketing\nvariables: [offer]\n---\n{{#if variables.none}}no{{else}}yes{{/if}}\n{{#each contact.tags as |tag|}}<b>{{default tag "none"}} {{@index}}</b>{{#if ../contact.city}}!{{/if}}{{/each}}\n    {{> foot}}\n{{default contact.lastName "="}} \n{{#if contact.city}}{{contact.city}}{{/if}}\n{{#if contact.city}}{{offer}} {{subject}}{{/if}}',
    ),
    file(
      'a/odd.zh-CN.hbs',
      '---\nsubject: 您好\nlayout: looped\npurpose: marketing\n---\n<p>{{contact.firstName}}，您好：{{plural 2 "一" "二"}} {{number variables.count digits=2}}</p> \n',
    ),
    file('a/odd.zh-CN.txt.hbs', '{{contact.firstName}}，您好\n   \n\n\n\n长文字'),
  ].flat(),
  'en',
);

/** Names and texts of all kinds, also those that have sent mail to others. */
const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 130 }),
  fc.stringMatching(/^[ -~]{0,130}$/),
  fc.constantFrom(
    '张伟',
    'O’Brien, Pat',
    '"x" <y@evil.example>',
    '--=_followthrough-text',
    '.',
    'a\r\nBcc: x@evil.example',
    ' a ',
    '=',
    'a=\n.\nb',
    '<b>&amp;</b>',
    'x'.repeat(200),
    'Zürich '.repeat(20),
  ),
);
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}$/),
    fc.constantFrom('shop.example', '例子.cn', 'MÜLLER.example'),
  )
  .map((parts) => parts.join('@'));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const receiver = fc.record({
  template: fc.constantFrom('care/season', 'care/mid-autumn', 'event/invitation', 'customer/check-in', 'a/odd'),
  language: fc.constantFrom('en', 'zh-CN', 'de', null),
  firstName: maybe(text),
  lastName: text,
  city: maybe(text),
  tags: fc.array(text, { maxLength: 3 }),
  owner: maybe(fc.record({ name: text, email: address, phone: maybe(text) })),
  toName: text,
  to: address,
  company: maybe(text),
  offer: text,
  files: fc.boolean(),
  replies: fc.boolean(),
  tracked: fc.boolean(),
});
type Receiver = typeof receiver extends fc.Arbitrary<infer T> ? T : never;

const trackers: Trackers = {
  click: (url) => `https://mail.example/c/${Buffer.from(url).toString('base64url')}`,
  open: 'https://mail.example/o/abc',
  ownBase: 'https://mail.example',
};
const sender: MailAddress = { name: 'Marketing, 市场部', address: 'news@sender.example' };
const attachments = [
  {
    name: 'Preisliste 2027 – neu.pdf',
    contentType: 'application/pdf',
    bytes: Buffer.from([0, 255, 13, 10, 46, 13, 10]),
  },
  { name: 'plan.txt', contentType: 'text/plain', bytes: Buffer.from('x'.repeat(500)) },
];
const headers = { 'List-Id': '<greetings.sender.example>', 'Feedback-ID': 'a:b:marketing:sender' };

type Same = Parameters<typeof createCampaignComposer>[0] & Parameters<typeof prepare>[0];
const composerOf = (same: Same, material: Material) => createCampaignComposer(same, prepare(same, material));

function mailOf(given: Receiver): { same: Same; material: Material; own: OwnMail } {
  const variables = {
    offer: given.offer,
    count: 3,
    eventName: 'Day',
    eventNameZh: '日',
    ...(given.company === null ? {} : { company: given.company, companyAddress: '1 Street' }),
  };
  const contact = { firstName: given.firstName, lastName: given.lastName, city: given.city, tags: given.tags };
  const unsubscribeUrl = `https://mail.example/u/${Buffer.from(given.to).toString('base64url').slice(0, 60)}`;
  const links = {
    unsubscribe: unsubscribeUrl,
    preferences: 'https://mail.example/p/x',
    rsvp: 'https://mail.example/r/x',
  };
  const data: TemplateData = { contact, account: null, deal: null, owner: given.owner, variables, steps: {}, links };
  return {
    same: { template: given.template, variables, from: sender, headers },
    material: {
      library: given.template === 'a/odd' ? odd : shipped,
      ...{ defaultLocale: 'en', attachments: given.files ? attachments : [] },
    },
    own: {
      ...{
        messageId: '<cmp.42.abc@mail.example>',
        date: Date.UTC(2027, 0, 4, 9),
        to: { name: given.toName, address: given.to },
      },
      ...{
        replyTo: given.replies ? 'news+42@sender.example' : null,
        language: given.language,
        timezone: 'Asia/Shanghai',
      },
      ...{ data, unsubscribeUrl, trackers: given.tracked ? trackers : null, mark: (subject) => subject },
    },
  };
}

const PLAIN: Receiver = {
  ...{
    template: 'care/season',
    language: 'en',
    firstName: 'Ada',
    lastName: 'Lovelace',
    city: null,
    tags: [],
    owner: null,
  },
  ...{ toName: 'Ada', to: 'ada@shop.example', company: null, offer: 'o', files: false, replies: false, tracked: false },
};

const oneByOne = { shipped: createRenderer(shipped, 'en'), odd: createRenderer(odd, 'en') };

/** As every other mail of ours is made. */
async function asJourneysDo({ same, material, own }: ReturnType<typeof mailOf>): Promise<Uint8Array | string> {
  const { library } = material;
  const { template } = same;
  const request = { template, language: own.language, timezone: own.timezone, data: own.data };
  const rendered = await (library === odd ? oneByOne.odd : oneByOne.shipped).render(request);
  if (!rendered.ok) return rendered.code;
  const { subject, html } = rendered;
  try {
    return await composeMail({
      ...{ messageId: own.messageId, date: own.date, from: same.from, to: own.to, subject, text: rendered.text },
      html: own.trackers === null ? html : trackLinks(html, own.trackers),
      ...{ references: [], attachments: material.attachments, headers: same.headers },
      ...(own.replyTo === null ? {} : { replyTo: own.replyTo }),
      ...(own.unsubscribeUrl === null ? {} : { unsubscribeUrl: own.unsubscribeUrl }),
    });
  } catch (error) {
    if (error instanceof UnsafeMailError) return 'render-failed';
    throw error;
  }
}

/** All that a reader of the mail sees. */
async function meaningOf(raw: Uint8Array) {
  const mail: ParsedMail = await simpleParser(Buffer.from(raw), { skipTextToHtml: true });
  const header = (name: string) => mail.headerLines.filter(({ key }) => key === name).length;
  return {
    from: mail.from?.value,
    to: mail.to,
    replyTo: mail.replyTo?.value,
    subject: mail.subject,
    date: mail.date,
    messageId: mail.messageId,
    list: mail.headers.get('list'),
    feedback: mail.headers.get('feedback-id'),
    html: mail.html,
    text: mail.text?.trimEnd(),
    files: mail.attachments.map(({ filename, contentType, content }) => [
      filename,
      contentType,
      content.toString('hex'),
    ]),
    others: ['cc', 'bcc', 'sender', 'to', 'from', 'subject'].map(header),
  };
}

describe('the mails of a campaign', () => {
  it('show a name that looks like something else as it is', async () => {
    const name = '=?UTF-8?Q?x?= "the one", <a@evil.example>';
    const { same, material, own } = mailOf({ ...PLAIN, toName: name });
    const made = composerOf(same, material).compose(own);
    expect(made.ok && (await meaningOf(made.raw)).to).toMatchObject({ value: [{ name, address: 'ada@shop.example' }] });
  });

  it('read as those that are made one by one, whoever they are to', async () => {
    await fc.assert(
      fc.asyncProperty(receiver, async (given) => {
        const mail = mailOf(given);
        const expected = await asJourneysDo(mail);
        const made = composerOf(mail.same, mail.material).compose(mail.own);
        if (typeof expected === 'string') {
          expect(made).toEqual({ ok: false, code: expected });
          return;
        }
        expect(made).toMatchObject({ ok: true });
        if (!made.ok) return;
        expect(await meaningOf(made.raw)).toEqual(await meaningOf(expected));
        expect(isReadyForWire(made.raw)).toBe(true);
        expect(Buffer.from(made.onWire ?? '').toString('latin1')).toBe(
          `${Buffer.from(made.raw).toString('latin1')}.\r\n`,
        );
      }),
      { numRuns: 80 },
    );
  });
});
