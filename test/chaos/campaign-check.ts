import { isHeldOut } from '../../src/domain/campaign/hold-out.js';
import {
  isUnsettled,
  type Part,
  partOf,
  type RecipientPlace,
  type RecipientStanding,
} from '../../src/domain/campaign/recipient.js';
import { type Fate, fateOf, type Person } from './campaign-people.js';

/** What stands in the records when a campaign is over. Instants are epoch ms. */
export interface CampaignRecords {
  readonly campaignId: string;
  /** Per cent. */
  readonly holdOut: number;
  readonly rows: readonly CampaignRow[];
  /** What the mail server has taken. */
  readonly mails: readonly { readonly to: string; readonly messageId: string }[];
  /** Of each contact when a no under way was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** From when a pause was acknowledged until its end was asked for. */
  readonly rests: readonly { readonly from: number; readonly to: number }[];
  readonly placeOf: (messageId: string) => RecipientPlace | null;
}

export interface CampaignRow extends RecipientStanding {
  readonly n: number;
  readonly person: Person;
  readonly handedAt: number | null;
}

export type CampaignFaultCode =
  | 'twice'
  /** Down as sent, and the mail server has nothing. */
  | 'missed'
  /** Got it, and is neither down as sent nor in doubt. */
  | 'unlisted'
  | 'unsettled'
  | 'wrong-end'
  | 'wrong-hold-out'
  /** Its Message-ID names somebody else, or it came to nobody of the audience. */
  | 'wrong-person'
  | 'handed-over-at-rest'
  | 'handed-over-after-no';

export interface CampaignFault {
  readonly code: CampaignFaultCode;
  readonly of: string;
}

/** The faults in the final records; none: all that was promised was kept. */
export function findCampaignFaults(records: CampaignRecords): CampaignFault[] {
  const taken = countOf(records.mails.map(({ to }) => to));
  return [
    ...records.rows.flatMap((row) =>
      [...ledgerFaults(row, taken.get(row.person.email ?? '') ?? 0), ...ruleFaults(row, records)].map((code) => ({
        ...{ code, of: `${row.n} ${row.person.email} ${row.state} ${row.outcome} ${row.reason}` },
      })),
    ),
    ...strayMails(records),
  ];
}

/** The row against what the mail server has. */
function ledgerFaults(row: CampaignRow, taken: number): CampaignFaultCode[] {
  const part = partOf(row);
  return [
    ...given('twice', taken > 1),
    ...given('missed', part === 'sent' && taken === 0),
    ...given('unlisted', taken > 0 && part !== 'sent' && part !== 'uncertain'),
    ...given('unsettled', isUnsettled(row)),
  ];
}

/** The row against who they are, and what was said under way. */
function ruleFaults(row: CampaignRow, records: CampaignRecords): CampaignFaultCode[] {
  const { campaignId, holdOut, acknowledged, rests } = records;
  const { person, handedAt } = row;
  const part = partOf(row);
  const heldOut = isHeldOut(campaignId, person.contactId, holdOut);
  const saidNoAt = acknowledged.get(person.contactId) ?? null;
  const isAtRest = handedAt !== null && rests.some(({ from, to }) => handedAt > from && handedAt < to);
  return [
    ...given('wrong-hold-out', heldOut !== (part === 'heldOut')),
    ...given('wrong-end', !heldOut && !mayEndSo(row, part, fateOf(person), saidNoAt !== null)),
    ...given('handed-over-at-rest', isAtRest),
    ...given('handed-over-after-no', handedAt !== null && saidNoAt !== null && handedAt > saidNoAt),
  ];
}

/** Whoever was handed over when a worker died is in doubt, whatever else would have come of it. */
function mayEndSo({ reason }: CampaignRow, part: Part, fate: Fate, saidNo: boolean): boolean {
  const isSkipped = (why: string) => part === 'skipped' && reason === why;
  if (saidNo && isSkipped('unsubscribed')) return true;
  switch (fate) {
    case 'sent':
    case 'refused':
      return part === fate || part === 'uncertain';
    case 'doubt':
      return part === 'uncertain';
    default:
      return isSkipped(fate);
  }
}

function strayMails({ campaignId, rows, mails, placeOf }: CampaignRecords): CampaignFault[] {
  const numberOf = new Map(rows.map(({ n, person }) => [person.email, n]));
  const isTheirs = ({ to, messageId }: CampaignRecords['mails'][number]) => {
    const place = placeOf(messageId);
    return place !== null && place.campaignId === campaignId && place.n === numberOf.get(to);
  };
  return mails.filter((mail) => !isTheirs(mail)).map(({ to }) => ({ code: 'wrong-person', of: to }));
}

/** Of who is in doubt: how many got it, and of how many that is the mail server's own doing. */
export function doubtsOf({ rows, mails }: Pick<CampaignRecords, 'rows' | 'mails'>) {
  const taken = new Set(mails.map(({ to }) => to));
  const doubts = rows.filter((row) => partOf(row) === 'uncertain');
  const arrived = doubts.filter(({ person }) => taken.has(person.email ?? '')).length;
  const byServer = doubts.filter(({ person }) => fateOf(person) === 'doubt').length;
  return { all: doubts.length, arrived, byServer };
}

const given = <Code extends string>(code: Code, isSo: boolean): Code[] => (isSo ? [code] : []);

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
