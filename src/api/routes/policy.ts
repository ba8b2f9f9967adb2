import { LAW } from '../../domain/law/consent.js';
import type { LawRule } from '../../domain/law/rule.js';
import type { Policy } from '../../domain/policy.js';
import type { TrackingScope } from '../../domain/tracking/may-track.js';
import { getPolicy, type PolicyView } from '../contracts/policy.js';
import type { AppDeps } from '../deps.js';
import type { Routes } from '../http/routes.js';

export function policyRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(getPolicy, async () => policyViewOf(deps.simulation.deployment.policy, deps.tracking));
}

function policyViewOf({ company, caps, law, receiving, campaigns }: Policy, tracking: TrackingScope): PolicyView {
  const countries = [...LAW.values()].map((rule) => countryOf(rule, law.world));
  return {
    company,
    caps: caps.map(({ most, perMs, topic = null }) => ({ most, perMs, topic })),
    receiving: {
      default: receiving.default,
      domains: Object.entries(receiving.domains)
        .map(([domain, rate]) => ({ domain, ...rate }))
        .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    },
    campaigns,
    tracking,
    law: { ...law, countries: countries.sort((a, b) => (a.country < b.country ? -1 : 1)) },
  };
}

function countryOf({ country, law, consent, always, mark, postalAddress, sms }: LawRule, world: boolean) {
  const customers = consent.type === 'customers' ? consent : null;
  return {
    ...{ country, law, holds: always || world, consent: consent.type },
    monthsAfterOrder: customers?.monthsAfterOrder ?? null,
    monthsAfterInquiry: customers?.monthsAfterInquiry ?? null,
    ...{ mark: mark?.text.trim() ?? null, markInChinese: mark?.inChinese ?? null },
    postalAddress: postalAddress === true,
    sms:
      sms === undefined
        ? null
        : { consent: sms.consent?.type ?? null, from: sms.hours?.from ?? null, to: sms.hours?.to ?? null },
  };
}
