import { z } from 'zod';
import { TEMPLATE_POLICIES } from '../../domain/template/versions.js';
import { idOf, instant, line, localised, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';

/** Far more than a mail can be that its readers see whole. */
const MOST_SOURCE = 100_000;

/** `lead/hello.en.hbs`, `lead/hello.en.txt.hbs`, `layouts/default.hbs`, `partials/footer.zh-CN.hbs`. */
const file = line(200).describe('its path in the templates folder');
const source = prose(MOST_SOURCE).describe('the file as written');
const locale = line(35);

const problem = z
  .object({
    file: z.string(),
    line: z.number().int(),
    column: z.number().int(),
    code: z.string(),
    message: z.string(),
    definition: z.string().nullable().describe('the published definition that the file does not fit; null: any'),
    step: z.string().nullable(),
  })
  .meta({ id: 'TemplateProblem' });
export type TemplateProblemView = z.output<typeof problem>;

const use = z
  .object({
    definition: z.string(),
    version: z.number().int(),
    name: localised.nullable(),
    step: z.string(),
    action: z.enum(['email', 'sms', 'notify']),
  })
  .meta({ id: 'TemplateUse' });
export type TemplateUse = z.output<typeof use>;

const versionFacts = {
  version: z.number().int().describe('0: the folder’s own'),
  policy: z.enum(TEMPLATE_POLICIES).nullable(),
  publishedAt: instant.nullable(),
  publishedBy: z.string().nullable(),
};

const fileFacts = {
  file: z.string(),
  locale: z.string().nullable().describe('null: it serves every language'),
  text: z.boolean().describe('a plain-text part'),
};

const template = z
  .object({
    name: z.string(),
    kind: z.enum(['template', 'layout', 'partial']),
    family: z.string(),
    purpose: z.enum(['marketing', 'service']).nullable(),
    files: z.array(z.object({ ...fileFacts, ...versionFacts, subject: z.string().nullable() })),
    uses: z
      .array(use)
      .describe('steps of published definitions that say it; of a layout or partial, of the templates that have it'),
    usedBy: z.array(z.string()).describe('of a layout or partial the templates that have it'),
    problems: z.array(problem),
  })
  .meta({ id: 'Template' });
export type TemplateView = z.output<typeof template>;

const read = z
  .object({
    path: z.string(),
    line: z.number().int(),
    column: z.number().int(),
    guarded: z.boolean().describe('the mail goes out without it'),
  })
  .meta({ id: 'TemplateRead' });

const head = z
  .object({
    subject: z.string(),
    preheader: z.string().nullable(),
    purpose: z.enum(['marketing', 'service']).nullable(),
    layout: z.string().nullable(),
    variables: z.array(z.string()),
  })
  .meta({ id: 'TemplateHead' });

const size = z
  .object({
    htmlBytes: z.number().int(),
    textBytes: z.number().int(),
    clipsAt: z.number().int().describe('Gmail hides what of the HTML comes after so many bytes'),
  })
  .meta({ id: 'TemplateSize' });

const checked = {
  head: head.nullable().describe('null: a layout, a partial or a plain-text part, or it can’t be read'),
  reads: z.array(read).describe('every value that this file reads'),
  problems: z.array(problem),
};

const templateFile = z
  .object({
    ...fileFacts,
    ...versionFacts,
    name: z.string(),
    kind: z.enum(['template', 'layout', 'partial']),
    current: z.number().int().describe('the newest version'),
    note: z.string().nullable(),
    source: z.string(),
    ...checked,
  })
  .meta({ id: 'TemplateFile' });
export type TemplateFileView = z.output<typeof templateFile>;

const templateVersion = z
  .object({ file: z.string(), ...versionFacts, note: z.string().nullable(), current: z.boolean() })
  .meta({ id: 'TemplateVersion' });
export type TemplateVersionView = z.output<typeof templateVersion>;

const tag = 'Templates';

export const listTemplates = contract({
  operationId: 'listTemplates',
  method: 'GET',
  path: '/v1/templates',
  tag,
  summary:
    'All templates, layouts and partials by name: their files, who published what, what uses them, and their faults.',
  response: z.object({ data: z.array(template) }),
});

export const getTemplateFile = contract({
  operationId: 'getTemplateFile',
  method: 'GET',
  path: '/v1/templates/file',
  tag,
  summary: 'One file as written: the newest version unless another is named.',
  query: z.strictObject({ file, version: z.coerce.number().int().min(0).max(1_000_000_000).optional() }),
  response: templateFile,
});

export const listTemplateVersions = contract({
  operationId: 'listTemplateVersions',
  method: 'GET',
  path: '/v1/templates/versions',
  tag,
  summary: 'The versions of a file, newest first; the folder’s own, if there is one, comes last as version 0.',
  query: z.strictObject({ file, ...paging }),
  response: pageOf(templateVersion),
});

export const checkTemplate = contract({
  operationId: 'checkTemplate',
  method: 'POST',
  path: '/v1/templates/check',
  tag,
  summary: 'Find the faults of a file without keeping it. `publishable` says whether publish would take it.',
  body: z.strictObject({ file, source }),
  response: z.object({
    publishable: z.boolean(),
    ...checked,
    size: size.nullable().describe('of the parts that do not change, with layout and partials; null: it can’t be read'),
  }),
});

/** What a preview says of the mail. */
export const previewed = {
  outcome: z.enum(['ok', 'missing-variable', 'render-failed']).describe('other than ok: the gate would hold it back'),
  detail: z.string().nullable(),
  missing: z.array(z.string()).describe('values that it can’t go out without and that are not there'),
  subject: z.string().nullable(),
  preheader: z.string().nullable(),
  html: z.string().nullable().describe('what somebody wrote: show it in a sandbox. With gaps where values are missing'),
  text: z.string().nullable(),
  locale: z.string().nullable(),
};

export const previewTemplate = contract({
  operationId: 'previewTemplate',
  method: 'POST',
  path: '/v1/templates/preview',
  tag,
  summary:
    'A mail as the worker would make it: of the newest files and the given source, for a contact, or for somebody made up. Its links of ours lead nowhere.',
  body: z.strictObject({
    file,
    source: source.optional().describe('instead of what is published'),
    template: line(200).optional().describe('of a layout or partial: in which template it is shown'),
    contactId: idOf('contact').optional(),
    journeyId: idOf('journey')
      .optional()
      .describe('where the contact stands; absent: their newest open journey that has the template, if there is one'),
    locale: locale.optional().describe('absent: the file’s own, or else the contact’s'),
  }),
  response: z
    .object({
      template: z.string(),
      ...previewed,
      size: size.nullable(),
      contact: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: somebody made up'),
      journey: z.object({ id: z.string(), definition: z.string() }).nullable(),
      problems: z.array(problem),
    })
    .meta({ id: 'TemplatePreview' }),
});

const published = z.object({
  file: z.string(),
  version: z.number().int(),
  created: z.boolean().describe('false: it is the text of the newest version already'),
});

export const publishTemplate = contract({
  operationId: 'publishTemplate',
  method: 'POST',
  path: '/v1/templates/publish',
  tag,
  summary:
    'Publish a file as its next, immutable version. One with faults, or that a published definition can’t give what it needs, is refused. Journeys in flight get it with `follow`; with `pin` only those that begin from now on.',
  body: z.strictObject({
    file,
    source,
    expectedVersion: z.number().int().min(0).describe('the version that it was written against; of a new file 0'),
    policy: z.enum(TEMPLATE_POLICIES).default('pin'),
    note: prose(500).optional(),
  }),
  response: published,
  others: { 201: published },
});

/** What of a message's template was published since the folder's. */
export const renderedVersions = z
  .array(z.object({ file: z.string(), version: z.number().int() }))
  .nullable()
  .describe('the files it was made of that were published since the folder’s; null: it was not made yet');

export type RenderedVersions = z.output<typeof renderedVersions>;
