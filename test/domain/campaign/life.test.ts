import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN_STATES,
  type CampaignCommand,
  type CampaignLife,
  type Circumstances,
  isFrozen,
  isOver,
  nextLife,
  PAUSE_REASONS,
} from '../../../src/domain/campaign/life.js';

const around = (changes: Partial<Circumstances> = {}): Circumstances => ({
  revision: 3,
  authors: ['usr_maker'],
  actorId: 'usr_other',
  approvalAbove: 1000,
  ...changes,
});

const command: fc.Arbitrary<CampaignCommand> = fc.oneof(
  fc.record({ type: fc.constantFrom('edit' as const, 'approve' as const), revision: fc.integer({ min: 2, max: 4 }) }),
  fc.record({
    type: fc.constantFrom('discard', 'send-back', 'unschedule', 'set-rate', 'resume', 'stop'),
  }) as fc.Arbitrary<CampaignCommand>,
  fc.record({
    type: fc.constant('schedule' as const),
    revision: fc.constantFrom(2, 3),
    size: fc.constantFrom(0, 10, 5000),
  }),
  fc.record({ type: fc.constant('begin' as const), size: fc.constantFrom(0, 10, 5000) }),
  fc.record({ type: fc.constant('pause' as const), reason: fc.constantFrom(...PAUSE_REASONS) }),
  fc.record({ type: fc.constant('finish' as const), unsettled: fc.constantFrom(0, 1) }),
);

/** What commands by one who isn't the author make of a draft, one after the other; refused ones change nothing. */
function lived(commands: readonly CampaignCommand[], with_: Partial<Circumstances> = {}): CampaignLife[] {
  const lives: CampaignLife[] = [{ state: 'draft' }];
  for (const each of commands) {
    const life = lives.at(-1) as CampaignLife;
    const next = nextLife(life, each, around(with_));
    if (next.ok && next.value.state === 'gone') return lives;
    if (next.ok) lives.push(next.value as CampaignLife);
  }
  return lives;
}

describe('the life of a campaign', () => {
  it('goes from draft to done', () => {
    const way = lived([
      { type: 'schedule', revision: 3, size: 10 },
      { type: 'begin', size: 10 },
      { type: 'pause', reason: 'by-hand' },
      { type: 'resume' },
      { type: 'finish', unsettled: 0 },
    ]);
    expect(way.map(({ state }) => state)).toEqual(['draft', 'scheduled', 'sending', 'paused', 'sending', 'done']);
  });

  it('never leaves an end, and never goes back to before its audience was frozen', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const way = lived(commands).map(({ state }) => state);
        way.forEach((state, i) => {
          if (isOver(state)) expect(new Set(way.slice(i))).toEqual(new Set([state]));
          if (isFrozen(state)) expect(way.slice(i).every(isFrozen)).toBe(true);
        });
      }),
    );
  });

  it('sends to many only what another has approved', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const large = commands.map((each) => ('size' in each ? { ...each, size: 5000 } : each));
        expect(lived(large, { actorId: 'usr_maker' }).some(({ state }) => state === 'sending')).toBe(false);
      }),
    );
  });

  it('is done only when everybody is settled', () => {
    expect(nextLife({ state: 'sending' }, { type: 'finish', unsettled: 1 }, around())).toEqual({
      ok: false,
      error: 'campaign-unsettled',
    });
  });

  it('approves only the text that was looked at, and nobody their own', () => {
    const life: CampaignLife = { state: 'awaiting-approval', revision: 3, grew: false };
    const approved = (revision: number, actorId: string) =>
      nextLife(life, { type: 'approve', revision }, around({ actorId }));
    expect(approved(3, 'usr_other')).toEqual({ ok: true, value: { state: 'scheduled', approved: true } });
    expect(approved(2, 'usr_other')).toMatchObject({ error: 'campaign-changed' });
    expect(approved(3, 'usr_maker')).toMatchObject({ error: 'own-campaign' });
  });

  it('waits for approval when its audience has grown by the time it starts', () => {
    const begun = (approved: boolean) =>
      nextLife({ state: 'scheduled', approved }, { type: 'begin', size: 1001 }, around());
    expect(begun(false)).toEqual({ ok: true, value: { state: 'awaiting-approval', revision: 3, grew: true } });
    expect(begun(true)).toEqual({ ok: true, value: { state: 'sending' } });
  });

  it('says that an audience is empty before it is scheduled, and stops when it has become so', () => {
    const draft: CampaignLife = { state: 'draft' };
    expect(nextLife(draft, { type: 'schedule', revision: 3, size: 0 }, around())).toMatchObject({
      error: 'empty-audience',
    });
    expect(nextLife({ state: 'scheduled', approved: true }, { type: 'begin', size: 0 }, around())).toEqual({
      ok: true,
      value: { state: 'stopped', reason: 'empty-audience' },
    });
  });

  it('reaches every state', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(command, { minLength: 20, maxLength: 40 }), (commands) => {
        for (const { state } of lived(commands)) reached.add(state);
      }),
      { numRuns: 2000 },
    );
    expect([...reached].sort()).toEqual([...CAMPAIGN_STATES].sort());
  });
});
