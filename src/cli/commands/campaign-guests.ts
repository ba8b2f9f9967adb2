import { Option } from 'commander';
import {
  type EventPlaces,
  exportCampaignGuests,
  type GuestCounts,
  type GuestView,
  listCampaignGuests,
} from '../../api/contracts/campaign-guests.js';
import { GUEST_ANSWERS, type GuestAnswer } from '../../domain/campaign/guest.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface Options {
  readonly answer?: GuestAnswer;
  readonly limit: number;
  readonly out?: string;
}

async function runGuests(id: string, { answer, limit, out }: Options, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  if (out !== undefined) {
    await deps.writeText(out, api.parts(exportCampaignGuests, { params: { id } }));
    return documented({ file: out }, `Wrote ${out}.`);
  }
  const figures = await api.call(listCampaignGuests, { params: { id }, query: { limit: 1 } });
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listCampaignGuests, { params: { id }, query: { answer, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, [...figureWords(figures), '', 'There are no such guests.'].join('\n'));
  const columns = [
    { title: 'ANSWER' },
    ...(figures.places === undefined ? [] : [{ title: 'WITH' }, { title: 'TURN' }]),
    { title: 'CONTACT' },
    { title: 'NAME', atMost: 30 },
    { title: 'COMPANY', atMost: 30 },
    { title: 'AT (UTC)' },
  ];
  const rows = table(columns, shown.map(rowOf), deps.style);
  return listed(shown, [...figureWords(figures), '', rows, '', endOfRows(shown.length, more, 'guest')].join('\n'));
}

const figureWords = ({ counts, places }: { counts: GuestCounts; places?: EventPlaces | undefined }): string[] => [
  `${counts.yes} come, ${counts.no} do not, ${counts.none} have not answered; ${counts['not-asked']} were not asked.`,
  ...(places === undefined ? [] : [placeWords(places, counts.waiting ?? 0)]),
];

const placeWords = ({ places, taken, left, waiting }: EventPlaces, guests: number): string =>
  places === null
    ? `${taken} with their companions; there is room for all.`
    : `${taken} of ${places} places are taken with their companions, ${left} left; ${counted(guests, 'guest')} ${guests === 1 ? 'waits' : 'wait'} for ${waiting}.`;

const rowOf = ({ answer, companions, turn, contactId, contactName, company, answeredAt }: GuestView): string[] => [
  answer,
  ...(companions === undefined ? [] : [String(companions), turn === undefined ? '-' : String(turn)]),
  contactId,
  contactName,
  company ?? '-',
  tableTime(answeredAt),
];

export const campaignGuests: Register = (parent, run) =>
  parent
    .command('guests')
    .summary('list who comes to the event that a campaign invites to')
    .description('List who comes, who does not and who has not answered; --out writes all of them as CSV.')
    .argument('<campaign>', "the campaign's id")
    .addOption(new Option('--answer <answer>', 'only these').choices(GUEST_ANSWERS))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000_000), 50)
    .option('--out <file>', 'write the whole list there, as CSV')
    .addHelpText(
      'after',
      examples(
        'campaign guests customer-day-2027',
        'campaign guests customer-day-2027 --answer none',
        'campaign guests customer-day-2027 --out guests.csv',
      ),
    )
    .action((id: string, options: Options) => run((deps) => runGuests(id, options, deps)));
