import type { TemplateData } from '../../../src/domain/journey/template-data.js';
import { createRenderer } from '../../../src/mail/renderer.js';
import type { TemplateFile } from '../../../src/mail/template-files.js';
import { libraryOf } from '../../../src/mail/template-source.js';
import { Random } from '../../domain/definition/fuzz/random.js';

/*
 * Made-up templates, most of them wrong in some way, with values that try to get out of where they are printed.
 */

const MARK = 'x-escaped-mark';
/** Neither may ever come out as it went in. */
const HOSTILE = [
  `<${MARK}>`,
  `" onclick="${MARK}`,
  `</style><${MARK} `,
  `{{contact.${MARK}}}`,
  `\r\nBcc: ${MARK}@evil.example`,
];

const PIECES = [
  '{{contact.name}}',
  '{{contact.company}}',
  '{{deal.amount}}',
  '{{#if contact.name}}',
  '{{#unless contact.name}}',
  '{{else}}',
  '{{/if}}',
  '{{/unless}}',
  '{{#each contact.tags as |tag i|}}{{tag}}{{i}}',
  '{{#each contact}}{{this}}{{@key}}',
  '{{/each}}',
  '{{#with owner}}{{name}}{{../contact.name}}',
  '{{/with}}',
  '{{> signature}}',
  '{{> self}}',
  '{{greeting contact}}',
  '{{date deal.expectedCloseAt}}',
  '{{money deal.amount deal.currency}}',
  '{{default contact.middle "there"}}',
  '{{plural contact.tags "one" "many"}}',
  '{{contact.__proto__}}',
  '{{constructor.constructor "x"}}',
  '{{contact.toString}}',
  '{{lookup this "__proto__"}}',
  '{{#*inline "x"}}{{/inline}}',
  '{{{contact.name}}}',
  '{{&contact.name}}',
  '{{@root.contact.name}}',
  '{{[contact].[name]}}',
  '{{! a remark }}',
  '<p>',
  '</p>',
  '<a href="{{links.unsubscribe}}">',
  '<a href="https://shop.example/?q={{contact.name}}">',
  '<td title="{{contact.company}}">',
  '<td {{contact.name}}>',
  '<style>{{contact.name}}</style>',
  '<script>{{contact.name}}</script>',
  '<!-- {{contact.name}} -->',
  '{{',
  '}}',
  '{{#',
  '\\{{contact.name}}',
  '您好，{{contact.name}}：',
  'مرحبا',
  '\u0000',
  '\u2028',
  'plain words ',
];

const VALUES: readonly unknown[] = [
  ...HOSTILE,
  'Ada',
  '',
  null,
  undefined,
  Number.NaN,
  1e21,
  true,
  [],
  Array.from({ length: 400 }, (_, i) => `${HOSTILE[0]}${i}`),
  { deep: { deeper: { deepest: HOSTILE[0] } } },
  JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}'),
  '2027-13-45T99:00:00Z',
  'x'.repeat(20_000),
];

/** One in three is made of what the check takes: what is refused is never rendered. */
const GOOD = [
  ...PIECES.slice(0, 3),
  'plain words ',
  '<p>',
  '</p>',
  '{{greeting contact}}',
  '<td title="{{contact.company}}">',
];

function templateOf(random: Random): string {
  const head = ['subject: Hello {{contact.name}}'];
  if (random.chance(0.3)) head.push('preheader: "{{contact.company}}"');
  if (random.chance(0.05)) head.push('subject: twice');
  const pieces = random.chance(0.35) ? GOOD : PIECES;
  const body = random.times(1 + random.below(random.chance(0.02) ? 400 : 12), () => random.pick(pieces)).join('');
  return `---\n${head.join('\n')}\n---\n${body}`;
}

/** What a record should not hold, and may all the same. */
const anything = (random: Random) => random.pick(VALUES) as TemplateData['contact'][string];

const dataOf = (random: Random): TemplateData => ({
  contact: {
    ...{ id: 'con_1', name: anything(random), firstName: anything(random) },
    ...{ company: anything(random), tags: anything(random) },
  },
  account: null,
  deal: {
    ...{ amount: anything(random), currency: random.pick(['USD', HOSTILE[0] ?? '', '']) },
    expectedCloseAt: anything(random),
  },
  owner: random.chance(0.2) ? null : { name: anything(random) },
  variables: {},
  steps: {},
  links: { unsubscribe: 'https://mail.example.com/u/abc', preferences: 'https://mail.example.com/p/abc' },
});

const shared = (name: string, source: string): TemplateFile => ({
  ...{ file: `partials/${name}.hbs`, name: `partials/${name}`, locale: null, kind: 'partial', text: false, source },
});

export interface TemplateFuzz {
  readonly refused: number;
  readonly rendered: number;
  /** Taken by the check and not sent for these values: a variable is missing, a list is too long. */
  readonly heldBack: number;
  readonly slowestMs: number;
  readonly faults: readonly { readonly seed: number; readonly what: string }[];
}

const LARGEST = 1_000_000;

/** Checks and renders so many templates, each with a seed of its own from `first` on. */
export async function fuzzTemplates(count: number, first: number): Promise<TemplateFuzz> {
  const counted = { refused: 0, rendered: 0, heldBack: 0, slowestMs: 0 };
  const faults: { seed: number; what: string }[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const began = performance.now();
    try {
      const { fate, fault } = await tryOne(seed);
      counted[fate] += 1;
      if (fault !== null) faults.push({ seed, what: fault });
    } catch (error) {
      faults.push({ seed, what: `it threw ${String(error)}` });
    }
    counted.slowestMs = Math.max(counted.slowestMs, performance.now() - began);
  }
  return { ...counted, faults };
}

async function tryOne(seed: number): Promise<{ fate: 'refused' | 'rendered' | 'heldBack'; fault: string | null }> {
  const random = new Random(seed);
  const source = templateOf(random);
  const file: TemplateFile = { file: 'a/b.en.hbs', name: 'a/b', locale: 'en', kind: 'template', text: false, source };
  const library = libraryOf([file, shared('signature', 'By {{owner.name}}'), shared('self', '{{> self}}')], 'en');
  const request = { template: 'a/b', language: 'en', timezone: 'UTC', data: dataOf(random) };
  const renderer = createRenderer(library, 'en');
  const out = await renderer.render(request);
  const isClean = library.problems.length === 0;
  const fault = pollution() ?? (out.ok ? wrongIn(out, isClean) : null);
  if (!out.ok) return { fate: isClean ? 'heldBack' : 'refused', fault };
  const again = await renderer.render(request);
  const isSame = again.ok && again.html === out.html && again.text === out.text && again.subject === out.subject;
  return { fate: 'rendered', fault: fault ?? (isSame ? null : 'it came out otherwise the second time') };
}

function pollution(): string | null {
  for (const prototype of [Object.prototype, Array.prototype, String.prototype])
    if ('polluted' in prototype) return 'a prototype was written to';
  return null;
}

interface Out {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

function wrongIn({ subject, html, text }: Out, isClean: boolean): string | null {
  if (!isClean) return 'a template with a problem was rendered';
  if (['\r', '\n', '\0'].some((end) => subject.includes(end))) return 'the subject has a line end';
  if (html.length > LARGEST || text.length > LARGEST) return 'more came out than may';
  if (/<x-escaped-mark|" onclick="x-escaped-mark/.test(html)) return 'a value came out as markup';
  if (/\[native code\]|function Object|\[object Object\]/.test(html + text + subject))
    return 'the inside of the program came out';
  if (html.includes('yes') && /polluted/.test(html)) return 'an inherited value came out';
  return null;
}
