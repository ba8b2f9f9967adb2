import { getPolicy, type PolicyView } from '../../api/contracts/policy.js';
import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

type Country = PolicyView['law']['countries'][number];

async function runPolicyShow(deps: Deps): Promise<Outcome> {
  const policy = await (await deps.api()).call(getPolicy);
  const { company, caps, receiving, campaigns, tracking, law } = policy;
  const lines = [
    ['sender', [company.name, company.address].filter((each) => each !== null).join(', ') || '-'],
    ['tracking', tracking],
    ...(caps.length === 0 ? [['caps', 'none']] : caps.map((cap) => ['cap', capWords(cap)])),
    [
      'rate',
      receiving.default === null
        ? 'none of domains that are not named'
        : `${rateWords(receiving.default)} to any other domain`,
    ],
    ...receiving.domains.map((rate) => ['rate', `${rateWords(rate)} to ${rate.domain}`]),
    [
      'campaigns',
      campaigns.approvalAbove === null
        ? 'need no approval'
        : `to more than ${campaigns.approvalAbove} need another person’s approval`,
    ],
    ['law', law.world ? 'the whole table holds' : 'consent is asked for where HOLDS says yes'],
    ['customers', law.existingCustomers ? 'need no consent where their law says so' : 'need it like anybody else'],
  ];
  const columns = [
    ...['COUNTRY', 'HOLDS', 'MARKETING TO', 'MARK', 'SMS'].map((title) => ({ title })),
    { title: 'LAW', atMost: 60 },
  ];
  const rows = law.countries.map((row) => [
    row.country,
    row.holds ? 'yes' : 'no',
    consentWords(row),
    row.mark ?? '',
    smsWords(row.sms),
    row.law,
  ]);
  const said = lines.map(([what = '', words = '']) => `${what.padEnd(10)} ${words}`);
  return documented(policy, [...said, '', table(columns, rows, deps.style)].join('\n'));
}

const HOUR = 3_600_000;

const MINUTE = 60_000;

const rateWords = ({ most, perMs }: { readonly most: number; readonly perMs: number }): string =>
  `${most} in any ${perMs % HOUR === 0 ? `${perMs / HOUR} hours` : `${perMs / MINUTE} minutes`}`;

function capWords({ most, perMs, topic }: PolicyView['caps'][number]): string {
  const hours = perMs / HOUR;
  const span = hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
  return `${most} in any ${span}${topic === null ? '' : ` on ${topic}`}`;
}

function consentWords({ consent, monthsAfterOrder, monthsAfterInquiry }: Country): string {
  if (consent === 'opt-out') return 'who has not refused';
  if (consent === 'express') return 'who has agreed';
  const order = monthsAfterOrder === null ? '' : ` for ${monthsAfterOrder} months`;
  const inquiry = monthsAfterInquiry === null ? '' : `, or ${monthsAfterInquiry} after a question`;
  return `who has agreed, customers${order}${inquiry}`;
}

const smsWords = (sms: Country['sms']): string =>
  sms === null
    ? ''
    : [
        ...(sms.consent === null ? [] : [sms.consent]),
        ...(sms.from === null || sms.to === null ? [] : [`${sms.from}-${sms.to}`]),
      ].join(' ');

export const policyShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show what holds for every message')
    .description(
      'Show what the deployment settles for every message: caps, rates of receiving domains, tracking and the law by country. It is changed in policy.yaml, and holds from the next start.',
    )
    .addHelpText('after', examples('policy show'))
    .action(() => run(runPolicyShow));
