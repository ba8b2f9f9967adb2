import { z } from 'zod';
import { instant, localised } from './common.js';

/** What somebody should know before they meet a customer: each part null, or empty, where nothing is known. */
export const lately = z
  .object({
    lastOrder: z
      .object({
        at: instant,
        amount: z.number().nullable(),
        currency: z.string().nullable(),
        number: z.string().nullable(),
      })
      .nullable(),
    openCases: z.object({
      count: z.number().int(),
      cases: z
        .array(z.object({ subject: z.string().nullable(), openedAt: instant }))
        .describe('the oldest three of them'),
    }),
    lastAnswer: z
      .object({ survey: z.string(), surveyName: localised.nullable(), score: z.number().nullable(), at: instant })
      .nullable()
      .describe('the last survey that was answered'),
    lastReply: z
      .object({
        channel: z.enum(['email', 'sms']),
        at: instant,
        words: z.string().nullable().describe('the first of them; null: only that there was one is known'),
      })
      .nullable(),
  })
  .meta({ id: 'Lately' });
export type LatelyView = z.output<typeof lately>;
