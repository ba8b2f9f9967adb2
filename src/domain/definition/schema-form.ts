import { z } from 'zod';
import { id, insteadOf, name, strict, text } from './schema-values.js';

/*
 * `kind: form`: what a page asks that needs no sign-in, and what becomes of whoever fills it in (docs/forms.md).
 */

/** Of a contact a form may ask these; what the engine or ops keep (status, tags, owner, score) no visitor says. */
export const ASKABLE = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'name',
  'company',
  'title',
  'language',
  'timezone',
  'country',
  'region',
  'city',
] as const;

/** What visitors may not say of themselves. */
const KEPT = [
  'id',
  'source',
  'channel',
  'status',
  'stage',
  'tags',
  'score',
  'birthday',
  'firstOrderAt',
  'lastOrderAt',
  'lastContactAt',
  'orderCount',
  'totalSpent',
  'satisfaction',
  'doNotContact',
  'createdAt',
  'updatedAt',
  'custom',
];

export const FORM_FIELD_TYPES = ['line', 'text', 'number', 'choice', 'check'] as const;

const TO = /^contact\.([A-Za-z]\w*)$/;
const to = z
  .string()
  .refine((path) => TO.test(path) && !KEPT.includes(path.slice('contact.'.length)), {
    error: `expected a field of the contact that people may say of themselves: contact.${ASKABLE.join(', contact.')}, or one of fields.yaml`,
    params: insteadOf('contact.company'),
  })
  .meta({ pattern: TO.source });

const field = strict({
  id,
  label: text,
  type: z.enum(FORM_FIELD_TYPES).optional(),
  to: to.optional(),
  required: z.boolean().optional(),
  options: z.array(text).optional(),
}).superRefine((value, ctx) => {
  if (value.type === 'choice' && (value.options?.length ?? 0) === 0)
    ctx.addIssue({ code: 'custom', message: 'a field of type "choice" needs "options"' });
});

const consent = strict({
  topic: name.optional(),
  text,
  required: z.boolean().optional(),
  confirm: z.enum(['law', 'always']).optional(),
});

const assign = strict({ team: name, by: z.enum(['roundRobin', 'leastLoaded', 'territory']) });

const redirect = z
  .string()
  .refine(isHttps, {
    error: 'expected an address that begins with https://',
    params: insteadOf('https://example.com/'),
  })
  .meta({ pattern: '^https://' });

function isHttps(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address);
    return address.length <= 2_000 && protocol === 'https:' && username === '' && password === '';
  } catch {
    return false;
  }
}

export const form = strict({
  kind: z.literal('form'),
  id,
  name: text,
  intro: text.optional(),
  button: text.optional(),
  thanks: text.optional(),
  fields: z
    .array(field)
    .refine((fields) => fields.length > 0 && fields.length <= 40, { error: 'expected 1 to 40 fields' }),
  consent: consent.optional(),
  inquiry: z.boolean().optional(),
  source: name.optional(),
  channel: name.optional(),
  owner: name.optional(),
  pool: name.optional(),
  assign: assign.optional(),
  redirect: redirect.optional(),
}).superRefine(({ fields, owner, assign: team }, ctx) => {
  if (!fields.some((each) => each.to === 'contact.email' && each.required === true)) {
    const message =
      'a form knows people by their address: expected a field with "to: contact.email" and "required: true"';
    ctx.addIssue({ code: 'custom', path: ['fields'], message });
  }
  if (owner !== undefined && team !== undefined)
    ctx.addIssue({ code: 'custom', path: ['assign'], message: 'a form has "owner" or "assign", not both' });
});
