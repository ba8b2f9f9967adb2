import { describe, expect, test } from 'vitest';
import { isHeldOut } from '../../src/domain/campaign/hold-out.js';
import { type CampaignRecords, type CampaignRow, doubtsOf, findCampaignFaults } from './campaign-check.js';
import { personOf } from './campaign-people.js';
import { silences } from './silences.js';

const HOLD_OUT = 5;
const IDS = { lost: 1005, arrived: 1004, dead: 502, grey: 503, no: 25, addressless: 101, plain: 8, other: 9 } as const;

const aRow = (n: number, changes: Partial<CampaignRow> = {}): CampaignRow => ({
  ...{ n, person: personOf(n), state: 'accepted', outcome: null, reason: null, handedAt: 1_000, ...changes },
});
const aMail = (n: number) => ({ to: personOf(n).email ?? '', messageId: `chaos/${n}` });
const doubt = { state: 'handed-over', outcome: 'uncertain', reason: 'no-answer' } as const;
const skipped = (reason: string) => ({ state: 'waiting', outcome: 'skipped', reason, handedAt: null }) as const;

const ROWS: readonly CampaignRow[] = [
  ...[aRow(IDS.plain), aRow(IDS.other), aRow(IDS.grey), aRow(IDS.lost, doubt), aRow(IDS.arrived, doubt)],
  aRow(IDS.dead, { state: 'handed-over', outcome: 'refused', reason: '5.1.1' }),
  ...[aRow(IDS.no, skipped('unsubscribed')), aRow(IDS.addressless, skipped('no-address'))],
];
const sound = (): CampaignRecords => ({
  ...{ campaignId: 'chaos', holdOut: 0, rows: ROWS, acknowledged: new Map(), rests: [] },
  mails: [IDS.plain, IDS.other, IDS.grey, IDS.arrived].map(aMail),
  placeOf: (messageId) => ({ campaignId: 'chaos', n: Number(messageId.slice('chaos/'.length)) }),
});
const codes = (changes: Partial<CampaignRecords>) =>
  findCampaignFaults({ ...sound(), ...changes }).map(({ code }) => code);
/** The records with another row of one of them. */
const withRow = (n: number, changes: Partial<CampaignRow>) => ({
  rows: ROWS.map((row) => (row.n === n ? { ...row, ...changes } : row)),
});

describe('the checker of a campaign', () => {
  test('finds nothing where nothing is wrong, and counts who is in doubt', () => {
    expect(codes({})).toEqual([]);
    expect(doubtsOf(sound())).toEqual({ all: 2, arrived: 1, byServer: 2 });
  });

  test('finds who got it twice, who is down as sent and got nothing, and who got it unlisted', () => {
    expect(codes({ mails: [...sound().mails, aMail(IDS.plain)] })).toEqual(['twice']);
    expect(codes({ mails: sound().mails.slice(1) })).toEqual(['missed']);
    expect(codes({ mails: [...sound().mails, aMail(IDS.no)] })).toEqual(['unlisted']);
  });

  test('finds whom nobody has settled, and who ended as they should not have', () => {
    const waiting = { state: 'waiting', outcome: null, handedAt: null } as const;
    expect(codes({ ...withRow(IDS.plain, waiting), mails: sound().mails.slice(1) })).toEqual([
      'unsettled',
      'wrong-end',
    ]);
    expect(codes(withRow(IDS.no, { state: 'waiting', outcome: 'skipped', reason: 'no-address' }))).toEqual([
      'wrong-end',
    ]);
    expect(codes({ ...withRow(IDS.plain, skipped('stale')), mails: sound().mails.slice(1) })).toEqual(['wrong-end']);
  });

  test('lets whoever was handed over be in doubt, whether they got it or not', () => {
    expect(codes(withRow(IDS.plain, doubt))).toEqual([]);
    expect(codes({ ...withRow(IDS.plain, doubt), mails: sound().mails.slice(1) })).toEqual([]);
  });

  test('finds who is held out without reason, and who is not though chance says so', () => {
    const heldOut = Array.from({ length: 200 }, (_, i) => i * 50 + 8).find((n) =>
      isHeldOut('chaos', personOf(n).contactId, HOLD_OUT),
    ) as number;
    const asIs = { holdOut: HOLD_OUT, mails: [] };
    const held = { state: 'waiting', outcome: 'held-out', handedAt: null } as const;
    expect(codes({ ...asIs, rows: [aRow(heldOut, held)] })).toEqual([]);
    expect(codes({ ...asIs, rows: [aRow(heldOut)], mails: [aMail(heldOut)] })).toEqual(['wrong-hold-out']);
    expect(codes({ holdOut: 0, mails: [], rows: [aRow(heldOut, held)] })).toContain('wrong-hold-out');
  });

  test('finds a mail that names another, and one to nobody of the audience', () => {
    const [first, ...others] = sound().mails;
    expect(codes({ mails: [{ ...aMail(IDS.plain), messageId: `chaos/${IDS.other}` }, ...others] })).toEqual([
      'wrong-person',
    ]);
    expect(codes({ mails: [first as never, ...others, { to: 'x@y.example', messageId: 'chaos/8' }] })).toEqual([
      'wrong-person',
    ]);
  });

  test('finds who was handed over while it was paused, and after their no was acknowledged', () => {
    expect(codes({ rests: [{ from: 2_000, to: 3_000 }] })).toEqual([]);
    expect(codes({ ...withRow(IDS.plain, { handedAt: 2_500 }), rests: [{ from: 2_000, to: 3_000 }] })).toEqual([
      'handed-over-at-rest',
    ]);
    const { contactId } = personOf(IDS.plain);
    expect(codes({ acknowledged: new Map([[contactId, 1_001]]) })).toEqual([]);
    expect(codes({ acknowledged: new Map([[contactId, 999]]) })).toEqual(['handed-over-after-no']);
  });
});

describe('how long nothing was taken', () => {
  const MAILS = [0, 10, 20, 120, 130, 500, 510];

  test('is what came after a stroke and before the next', () => {
    const strokes = [
      { what: 'worker', at: 15 },
      { what: 'postgres', at: 125 },
      { what: 'worker', at: 505 },
    ];
    expect(silences(MAILS, strokes)).toEqual(
      new Map([
        ['worker', [100, 10]],
        ['postgres', [370]],
      ]),
    );
  });

  test('leaves out what a pause has made', () => {
    expect(silences(MAILS, [{ what: 'worker', at: 15 }], [{ from: 200, to: 400 }])).toEqual(
      new Map([['worker', [100]]]),
    );
  });
});
