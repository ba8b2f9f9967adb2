import type { CampaignDetail } from '../../api/contracts/campaigns.js';
import { explainCode } from '../../domain/errors.js';
import { counted } from '../table.js';

const PARTS: { readonly [part in keyof NonNullable<CampaignDetail['sum']>['parts']]: string } = {
  sent: 'sent',
  begun: 'begun',
  skipped: 'skipped',
  refused: 'refused by their servers',
  deferred: 'put off',
  uncertain: 'in doubt',
  heldOut: 'held out',
  notYet: 'not yet',
};

/** Where a campaign stands, and its sum. */
export function campaignText(campaign: CampaignDetail): string {
  const { id, state, reason, revision, expected, startsAt, perMinute, sum } = campaign;
  const why = reason === null ? '' : `: ${explainCode(reason)?.title ?? reason}`;
  return [
    `${id} is ${state}${why} (revision ${revision}).`,
    ...(startsAt === null || sum !== null ? [] : [`  starts at ${startsAt}`]),
    ...(expected === null || sum !== null ? [] : [`  for about ${counted(expected, 'contact')}`]),
    `  ${perMinute === null ? 'no limit of its own' : `at most ${perMinute} a minute`}`,
    ...(sum === null ? [] : sumLines(sum)),
  ].join('\n');
}

function sumLines({ audience, parts, reasons }: NonNullable<CampaignDetail['sum']>): string[] {
  const of = Object.keys(PARTS) as (keyof typeof PARTS)[];
  return [
    `  ${counted(audience, 'recipient')}:`,
    ...of.filter((part) => parts[part] > 0).map((part) => `    ${parts[part]} ${PARTS[part]}`),
    ...reasons.map(
      ({ part, reason, count }) =>
        `      ${count} × ${reason} (${PARTS[part]}): ${explainCode(reason)?.title ?? reason}`,
    ),
  ];
}
