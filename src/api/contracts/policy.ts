import { z } from 'zod';
import { contract } from './contract.js';

const consent = z
  .enum(['opt-out', 'express', 'customers'])
  .describe('`opt-out`: whoever has not refused; `express`: who has agreed; `customers`: those, and customers');

const rate = z.object({ most: z.int(), perMs: z.int() });

const countryRule = z.object({
  country: z.string().describe('ISO 3166, two letters'),
  law: z.string().describe('the law and its articles'),
  holds: z.boolean().describe('whether this deployment asks for what the row says; else everybody who has not refused'),
  consent,
  monthsAfterOrder: z.int().nullable().describe('of `customers`: how long an order makes one; null: without end'),
  monthsAfterInquiry: z.int().nullable().describe('of `customers`: how long a question makes one; null: it does not'),
  mark: z.string().nullable().describe('what the subject of advertising begins with'),
  markInChinese: z.string().nullable().describe('the same in mails in Chinese, where it differs'),
  postalAddress: z.boolean().describe('whether the mail must name a postal address'),
  sms: z
    .object({ consent: consent.nullable(), from: z.string().nullable(), to: z.string().nullable() })
    .nullable()
    .describe('where SMS have a rule of their own: consent, and the hours, on the receiver’s clock'),
});

export const policyView = z
  .object({
    company: z
      .object({ name: z.string().nullable(), address: z.string().nullable() })
      .describe('who the mails come from'),
    caps: z
      .array(z.object({ most: z.int(), perMs: z.int(), topic: z.string().nullable() }))
      .describe('most marketing messages to a contact in any stretch of so many milliseconds'),
    receiving: z
      .object({
        default: rate.nullable().describe('of every domain that isn’t named; null: none'),
        domains: z.array(rate.extend({ domain: z.string() })).describe('by the domain of the address'),
      })
      .describe('most mails to a receiving domain in any stretch of so many milliseconds'),
    campaigns: z.object({
      approvalAbove: z
        .int()
        .nullable()
        .describe('a campaign to more recipients awaits another person’s approval; null: none does'),
    }),
    tracking: z.enum(['off', 'marketing', 'all']).describe('which mails tell of opens and clicks'),
    law: z.object({
      world: z.boolean().describe('the whole table holds, not only what the format promises'),
      existingCustomers: z.boolean().describe('customers could refuse marketing when they gave their address'),
      countries: z.array(countryRule),
    }),
  })
  .meta({ id: 'Policy' });
export type PolicyView = z.output<typeof policyView>;

export const getPolicy = contract({
  operationId: 'getPolicy',
  method: 'GET',
  path: '/v1/policy',
  tag: 'System',
  summary:
    'What this deployment settles for every message. It is changed in `policy.yaml`, and holds from the next start.',
  response: policyView,
});
