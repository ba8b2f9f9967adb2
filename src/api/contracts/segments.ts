import { z } from 'zod';
import { idOf, instant, localised, name, pageOf, paging } from './common.js';
import { contract } from './contract.js';
import { definitionSource } from './definition-source.js';
import { finding } from './definitions.js';

const day = z.string().meta({ format: 'date' }).describe('a day in UTC, such as 2027-01-31');

const size = z
  .object({
    day,
    size: z.number().int().describe('how many fitted when it was counted last that day'),
    of: z.number().int().describe('how many contacts there were'),
    version: z.number().int(),
    countedAt: instant,
  })
  .meta({ id: 'SegmentSize' });
export type SegmentSizeView = z.output<typeof size>;

const segment = z
  .object({
    id: z.string(),
    name: localised.nullable(),
    version: z.number().int(),
    publishedAt: instant,
    publishedBy: z.string(),
    last: size.nullable().describe('its latest count; null: nobody has looked yet, or you see only your own contacts'),
    sizes: z
      .array(size)
      .describe('its latest days, oldest first: 30 in a list, 90 of one; none if you see only your own contacts'),
  })
  .meta({ id: 'Segment' });
export type SegmentView = z.output<typeof segment>;

const oneSegment = segment
  .extend({
    text: z.string().describe('the definition as written'),
    condition: z.string().describe('its condition alone, as YAML'),
  })
  .meta({ id: 'SegmentDetail' });
export type SegmentDetailView = z.output<typeof oneSegment>;

const id = z.object({ id: name });

export const listSegments = contract({
  operationId: 'listSegments',
  method: 'GET',
  path: '/v1/segments',
  tag: 'Segments',
  summary:
    'Published segments, by id, each with its size as it was counted last. The sizes are of all contacts, for who sees them all.',
  query: z.strictObject(paging),
  response: pageOf(segment),
});

export const getSegment = contract({
  operationId: 'getSegment',
  method: 'GET',
  path: '/v1/segments/:id',
  tag: 'Segments',
  summary: 'A segment with its condition. Its versions are those of the definition.',
  params: id,
  response: oneSegment,
});

const counted = z.object({
  fit: z.number().int(),
  of: z.number().int().describe('how many contacts you see'),
  countedAt: instant,
});

export const countSegment = contract({
  operationId: 'countSegment',
  method: 'POST',
  path: '/v1/segments/:id/count',
  tag: 'Segments',
  summary: 'Count a segment now. The size is kept, unless you see only your own contacts.',
  params: id,
  response: counted,
});

export const segmentSizes = contract({
  operationId: 'segmentSizes',
  method: 'GET',
  path: '/v1/segments/:id/sizes',
  tag: 'Segments',
  summary: 'The sizes of a segment by day, newest first; none if you see only your own contacts.',
  params: id,
  query: z.strictObject(paging),
  response: pageOf(size),
});

/** A condition that is being written: by itself, or in the definition of a segment. */
const written = {
  text: definitionSource.text.describe('a condition, or the definition of a segment, as written'),
};

export const countWritten = contract({
  operationId: 'countWritten',
  method: 'POST',
  path: '/v1/segments/count',
  tag: 'Segments',
  summary:
    'What is wrong with a condition that is being written, and if nothing is, how many of the contacts that you see fit. The count ends when the request is given up.',
  body: z.strictObject(written),
  response: z.object({
    findings: z.array(finding),
    count: counted.nullable().describe('null: there are findings to correct, or it took too long'),
    tooLong: z.boolean(),
  }),
});

const sampled = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  company: z.string().nullable(),
});

export const sampleWritten = contract({
  operationId: 'sampleWritten',
  method: 'POST',
  path: '/v1/segments/sample',
  tag: 'Segments',
  summary: 'Some of the contacts that you see and that fit a condition, others at each asking.',
  body: z.strictObject({ ...written, limit: z.number().int().min(1).max(50).default(10) }),
  response: z.object({ contacts: z.array(sampled) }),
});

const part = z.object({
  depth: z.number().int().describe('how many parts it is within'),
  type: z.enum(['all', 'any', 'not', 'test']),
  holds: z.boolean(),
  path: z.string().nullable().describe('what a test looks at; null of what combines others'),
  asked: z.string().nullable(),
  found: z.string().nullable(),
});
export type ExplainedPart = z.output<typeof part>;

export const explainWritten = contract({
  operationId: 'explainWritten',
  method: 'POST',
  path: '/v1/segments/explain',
  tag: 'Segments',
  summary: 'Why a contact fits a condition or does not: each part of it with what was asked and what was found.',
  body: z.strictObject({ ...written, contactId: idOf('contact') }),
  response: z.object({
    fits: z.boolean(),
    parts: z.array(part).describe('in the order of the condition; what decides comes before what it is within'),
  }),
});

const begins = 'where the classes 2, 3, 4 and 5 begin; the last ones are missing if nobody is in them';
const classes = z.object({
  recency: z.array(instant).describe(`of the latest purchase: ${begins}`),
  frequency: z.array(z.number().int()).describe(`of the number of purchases: ${begins}`),
  value: z.array(z.number()).describe(`of what they came to: ${begins}`),
  buyers: z.number().int().describe('contacts that ever bought'),
  at: instant,
});
export type ValueClassesView = z.output<typeof classes>;

export const valueClasses = contract({
  operationId: 'valueClasses',
  method: 'GET',
  path: '/v1/value-classes',
  tag: 'Segments',
  summary: 'Where the classes of recency, frequency and value begin, as they were looked at last.',
  response: z.object({ classes: classes.nullable().describe('null: nobody has looked yet') }),
});
