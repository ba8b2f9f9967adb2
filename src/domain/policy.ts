import { z } from 'zod';
import { parseDuration } from './calendar/duration.js';
import type { CameBackLimits } from './campaign/what-came-back.js';
import { defined } from './defined.js';
import type { Finding } from './definition/finding.js';
import type { Source } from './definition/parse.js';
import { parseWith } from './definition/parse-with.js';
import { strict } from './definition/schema-values.js';
import { DAY, HOUR, MINUTE } from './instant.js';
import { NO_RATES, type Rate, type ReceivingRates } from './journey/receiving-rate.js';
import type { LawPolicy } from './law/consent.js';
import { ok, type Result } from './result.js';

/** At most so many marketing messages to a contact in any stretch of time of this length. */
export interface Cap {
  readonly most: number;
  readonly perMs: number;
  /** Only messages on this topic count, and are held back; absent: all. */
  readonly topic?: string;
}

/** Who the mails come from; templates read it as `variables.company` and `variables.companyAddress`. */
export interface Company {
  readonly name: string | null;
  readonly address: string | null;
}

/** Whom the deployment's public forms may be shown by, and lead on to. */
export interface FormPolicy {
  readonly hosts: readonly string[];
}

/** Which answers to surveys somebody must look at. */
export interface SurveyPolicy {
  /** A score of at most this is bad; null: nobody is told of scores. */
  readonly badScore: number | null;
}

export interface CampaignPolicy {
  /** A campaign to more recipients than that goes out only when another person has approved it; null: none needs it. */
  readonly approvalAbove: number | null;
  /** Per cent of what was sent that may bounce or be complained of; above it a campaign is paused. */
  readonly pauseAbove: CameBackLimits;
}

/** What a deployment settles for every message (`policy.yaml`). */
export interface Policy {
  readonly company: Company;
  readonly law: LawPolicy;
  readonly caps: readonly Cap[];
  /** How many mails a receiving domain gets. */
  readonly receiving: ReceivingRates;
  readonly forms: FormPolicy;
  readonly surveys: SurveyPolicy;
  readonly campaigns: CampaignPolicy;
}

/** Out of the box: what the format promises, and nothing more. */
export const NO_POLICY: Policy = {
  company: { name: null, address: null },
  law: { world: false, existingCustomers: false },
  caps: [],
  receiving: NO_RATES,
  forms: { hosts: [] },
  // Six and less is what the net promoter score calls a detractor.
  surveys: { badScore: 6 },
  // Providers speak of 2 per cent of bounces as high; Gmail asks for less than 0.3 per cent of complaints.
  campaigns: { approvalAbove: null, pauseAbove: { bounces: 5, complaints: 0.3 } },
};

const UNITS = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY } as const;

/** The longest stretch that is counted: further back nothing is looked at. */
const LONGEST = 366 * DAY;

const line = z.string().refine((text) => text.trim() !== '' && text.length <= 300, {
  error: 'expected a text of 1 to 300 characters',
});

const span = z.string().transform((text, context): number => {
  const read = parseDuration(text);
  const unit = read === undefined ? undefined : UNITS[read.unit as keyof typeof UNITS];
  const ms = read === undefined || unit === undefined ? 0 : read.n * unit;
  if (ms > 0 && ms <= LONGEST) return ms;
  context.addIssue({
    code: 'custom',
    message: 'expected minutes, hours, days (of 24 hours) or weeks, at most a year: "1 days"',
  });
  return z.NEVER;
});

const rate = strict({
  most: z.int('expected a whole number').min(1, 'expected 1 or more').max(1_000_000, 'expected at most 1000000'),
  per: span.refine((ms) => ms <= DAY, { error: 'expected minutes or hours, at most a day' }),
});

const perCent = z.number('expected a number').min(0, 'expected 0 or more').max(100, 'expected at most 100');

const domain = z.string().regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/, {
  error: 'expected a domain in lower case, one outside of ASCII in its xn-- form',
});

const policyFile = strict({
  company: strict({ name: line.optional(), address: line.optional() }).optional(),
  law: strict({ world: z.boolean().optional(), existingCustomers: z.boolean().optional() }).optional(),
  caps: z
    .array(
      strict({
        most: z.int('expected a whole number').min(1, 'expected 1 or more').max(1000, 'expected at most 1000'),
        per: span,
        topic: line.optional(),
      }),
    )
    .max(10, 'expected at most 10 caps')
    .optional(),
  forms: strict({ hosts: z.array(domain).max(100, 'expected at most 100 hosts').optional() }).optional(),
  surveys: strict({
    badScore: z
      .union([z.int('expected a whole number').min(0).max(10, 'expected 0 to 10'), z.literal('none')])
      .optional(),
  }).optional(),
  campaigns: strict({
    approvalAbove: z.int('expected a whole number').min(0, 'expected 0 or more').optional(),
    pauseAbove: strict({ bounces: perCent.optional(), complaints: perCent.optional() }).optional(),
  }).optional(),
  rates: strict({
    receiving: strict({ default: rate.optional(), domains: z.record(domain, rate).optional() }).optional(),
  }).optional(),
});

/** Reads `policy.yaml`. An empty file is no policy. */
export function parsePolicy(source: Source): Result<Policy, readonly Finding[]> {
  if (source.text.split(/\r?\n/).every((text) => /^\s*(#.*)?$/.test(text))) return ok(NO_POLICY);
  const parsed = parseWith(source, policyFile);
  if (!parsed.ok) return parsed;
  const {
    company = {},
    law = {},
    caps = [],
    rates: { receiving = {} } = {},
    forms,
    surveys,
    campaigns,
  } = parsed.value.value;
  const badScore = surveys?.badScore ?? NO_POLICY.surveys.badScore;
  const rateOf = ({ most, per }: z.output<typeof rate>): Rate => ({ most, perMs: per });
  return ok({
    company: { name: company.name?.trim() ?? null, address: company.address?.trim() ?? null },
    law: { world: law.world === true, existingCustomers: law.existingCustomers === true },
    caps: caps.map(({ most, per, topic }) => ({ most, perMs: per, ...(topic === undefined ? {} : { topic }) })),
    campaigns: {
      approvalAbove: campaigns?.approvalAbove ?? null,
      pauseAbove: { ...NO_POLICY.campaigns.pauseAbove, ...defined(campaigns?.pauseAbove ?? {}) },
    },
    receiving: {
      default: receiving.default === undefined ? null : rateOf(receiving.default),
      domains: Object.fromEntries(Object.entries(receiving.domains ?? {}).map(([name, each]) => [name, rateOf(each)])),
    },
    forms: { hosts: forms?.hosts ?? [] },
    surveys: { badScore: badScore === 'none' ? null : badScore },
  });
}
