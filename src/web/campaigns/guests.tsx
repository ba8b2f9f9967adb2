import type { EventPlaces, GuestCounts, GuestView, listCampaignGuests } from '../../api/contracts/campaign-guests.js';
import { useList } from '../api/hooks.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { SelectFilter } from '../kit/filters.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Empty } from '../kit/states.js';
import { Status, type Tone } from '../kit/status.js';
import { useAddress } from '../kit/use-address.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { GUESTS, ONE_SHAPE } from './address.js';
import { guestsTexts } from './guests-texts.js';

/** Answers come in at any time. */
const EVERY_MS = 10_000;

const TONES = { yes: 'good', waiting: 'info', no: 'bad', none: 'warn', 'not-asked': 'neutral' } as const satisfies {
  readonly [answer in GuestView['answer']]: Tone;
};

/** Who comes to what a campaign invites to. */
export function Guests({ id }: { readonly id: string }) {
  const t = useTexts(guestsTexts);
  const { values, set } = useAddress(ONE_SHAPE);
  const query = values.answer === null ? {} : { answer: values.answer };
  const list = useList<typeof listCampaignGuests>(
    'GET /v1/campaigns/:id/guests',
    { params: { id }, query },
    { keepOld: true, everyMs: EVERY_MS },
  );
  const places = list.first?.places;
  return (
    <div className="ft-stack">
      {list.first !== undefined && <Counts counts={list.first.counts} />}
      {places !== undefined && <Places places={places} />}
      <div className="ft-filter-bar">
        <SelectFilter
          label={t.answer}
          options={answersOf(list.first?.counts).map((answer) => ({ id: answer, label: t[answer] }))}
          value={values.answer}
          onChange={(answer) => set({ answer })}
        />
        <Link href={`/v1/campaigns/${encodeURIComponent(id)}/guests/export`} look="button">
          {t.export}
        </Link>
      </div>
      <DataTable
        label={t.table}
        columns={useColumns(places !== undefined)}
        list={list}
        rowKey={({ n }) => String(n)}
        href={({ journeyId, contactId }) => (journeyId === null ? `/contacts/${contactId}` : `/journeys/${journeyId}`)}
        empty={<Empty title={t.nobody}>{t.nobodyHelp}</Empty>}
      />
    </div>
  );
}

function Counts({ counts }: { readonly counts: GuestCounts }) {
  const t = useTexts(guestsTexts);
  const formats = useFormats();
  return (
    <p className="ft-line">
      {answersOf(counts).map((answer) => (
        <Status key={answer} tone={TONES[answer]}>
          {t.count(t[answer], formats.number(counts[answer] ?? 0))}
        </Status>
      ))}
    </p>
  );
}

/** Nobody waits where there is room for all who were ever asked. */
const answersOf = (counts: GuestCounts | undefined) =>
  GUESTS.filter((answer) => answer !== 'waiting' || counts?.waiting !== undefined);

function Places({ places: { places, taken, left, waiting } }: { readonly places: EventPlaces }) {
  const t = useTexts(guestsTexts);
  const formats = useFormats();
  return (
    <p>
      {places === null || left === null
        ? t.people(formats.number(taken))
        : t.places(formats.number(taken), formats.number(places), formats.number(left), formats.number(waiting))}
    </p>
  );
}

function useColumns(hasPlaces: boolean): readonly Column<GuestView>[] {
  const t = useTexts(guestsTexts);
  const formats = useFormats();
  const companions: Column<GuestView> = {
    id: 'companions',
    title: t.companions,
    width: '120px',
    cell: (guest) => (guest.companions === undefined || guest.companions === 0 ? '' : formats.number(guest.companions)),
  };
  return [
    { id: 'guest', title: t.guest, cell: ({ contactName }) => contactName },
    {
      id: 'answer',
      title: t.answer,
      width: '160px',
      onPhone: true,
      cell: ({ answer, turn }) => (
        <Status tone={TONES[answer]}>{turn === undefined ? t[answer] : t.turn(formats.number(turn))}</Status>
      ),
    },
    ...(hasPlaces ? [companions] : []),
    { id: 'company', title: t.company, cell: ({ company }) => company },
    {
      id: 'at',
      title: t.at,
      width: '170px',
      cell: ({ answeredAt }) => answeredAt !== null && <Instant at={answeredAt} />,
    },
  ];
}
