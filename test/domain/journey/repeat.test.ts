import { describe, expect, test } from 'vitest';
import { aWalk, type Walk } from '../../support/walk.js';

const MAIL = '{ id: nudge, email: { template: a/b, from: owner, purpose: service } }';
const repeating = (repeat: string, steps = `[ ${MAIL} ]`) =>
  `steps: [ { id: rounds, repeat: { ${repeat}, steps: ${steps} } }, { end: over } ]`;
const days = (walk: Walk): string[] => walk.linesOf('send').map((line) => line.slice(5, 16));

describe('a repeat', () => {
  test('runs at once, and pass k falls due at the first start plus k times `every`', () => {
    const walk = aWalk(repeating('every: 1 months'), { start: '2027-01-31T09:00:00Z' }).start();
    expect(days(walk.until('2027-05-01T00:00:00Z'))).toEqual([
      '01-31T09:00',
      '02-28T09:00',
      '03-31T09:00',
      '04-30T09:00',
    ]);
  });

  test('with `startAfter` runs for the first time when that is over', () => {
    const walk = aWalk(repeating('every: 2 days, startAfter: 5 hours')).start();
    expect(days(walk.until('2027-01-09T00:00:00Z'))).toEqual(['01-04T14:00', '01-06T14:00', '01-08T14:00']);
  });

  test('ends after `atMost` passes, at the end of the last', () => {
    const walk = aWalk(repeating('every: 1 days, atMost: 2')).start().until('2027-02-01T00:00:00Z');
    expect(days(walk)).toEqual(['01-04T09:00', '01-05T09:00']);
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-05T09:00:00Z main main rounds repeat done at-most',
      '2027-01-05T09:00:00Z main main end done over',
    ]);
  });

  test('asks `until` before the first pass', () => {
    const walk = aWalk(repeating('every: 1 days, until: { contact.status: customer }'), {
      contact: { status: 'customer' },
    });
    expect(walk.start().lines.slice(1)).toEqual([
      '2027-01-04T09:00:00Z main main rounds repeat done until',
      '2027-01-04T09:00:00Z main main end done over',
    ]);
  });

  test('asks `until` when the next pass is due', () => {
    const walk = aWalk(repeating('every: 1 days, until: { contact.status: customer }')).start();
    walk.change('2027-01-05T12:00:00Z', { status: 'customer' });
    expect(walk.phase).toBe('active');
    expect(walk.until('2027-02-01T00:00:00Z').lines.at(-1)).toBe('2027-01-06T09:00:00Z main main end done over');
    expect(days(walk)).toEqual(['01-04T09:00', '01-05T09:00']);
  });

  test('lets a running pass delay the next to its own end', () => {
    const walk = aWalk(repeating('every: 2 days, atMost: 3', `[ ${MAIL}, { wait: 3 days } ]`)).start();
    expect(days(walk.until('2027-02-01T00:00:00Z'))).toEqual(['01-04T09:00', '01-07T09:00', '01-10T09:00']);
    expect(walk.lines.at(-1)).toContain('2027-01-13T09:00:00Z');
  });

  test('of several passes that fell due meanwhile runs one, and keeps its beat', () => {
    const walk = aWalk(
      repeating('every: 1 days, atMost: 3', `[ ${MAIL}, { wait: { for: { on: form.submitted } } } ]`),
    ).start();
    walk.event('2027-01-07T15:00:00Z', 'form.submitted').event('2027-01-07T16:00:00Z', 'form.submitted');
    expect(days(walk.until('2027-02-01T00:00:00Z'))).toEqual(['01-04T09:00', '01-07T15:00', '01-08T09:00']);
  });

  test('after an outage runs one pass of those missed', () => {
    const walk = aWalk(repeating('every: 1 days')).start();
    walk.now += 10.5 * 86_400_000;
    walk.decide({ type: 'wake' });
    expect(days(walk.until('2027-01-16T00:00:00Z'))).toEqual(['01-04T09:00', '01-14T21:00', '01-15T09:00']);
  });

  test('inside a repeat begins anew with each pass of the outer', () => {
    const walk = aWalk(
      repeating(
        'every: 7 days, atMost: 2',
        `[ { id: inner, repeat: { every: 1 days, atMost: 2, steps: [ ${MAIL} ] } } ]`,
      ),
    );
    expect(days(walk.start().until('2027-03-01T00:00:00Z'))).toEqual([
      '01-04T09:00',
      '01-05T09:00',
      '01-11T09:00',
      '01-12T09:00',
    ]);
  });

  test('begins anew when its stage is entered again, while one of `throughout` goes on', () => {
    const walk = aWalk(`
      stages:
        - id: a
          moves: [ { on: deal.lost, to: b } ]
          steps: [ { id: rounds, repeat: { every: 10 days, steps: [ ${MAIL} ] } } ]
        - { id: b, moves: [ { on: deal.created, to: a } ], steps: [] }
      throughout:
        - { id: letters, steps: [ { id: always, repeat: { every: 10 days, atMost: 2, steps: [ { id: letter, email: { template: a/b, from: owner, purpose: service } } ] } } ] }
    `)
      .start()
      .event('2027-01-06T09:00:00Z', 'deal.lost')
      .event('2027-01-08T09:00:00Z', 'deal.created')
      .until('2027-01-27T00:00:00Z');
    expect(walk.linesOf('nudge').map((line) => line.slice(5, 10))).toEqual(['01-04', '01-08', '01-18']);
    expect(walk.linesOf('letter').map((line) => line.slice(5, 10))).toEqual(['01-04', '01-14']);
  });

  test('whose `if` doesn’t hold is skipped; one that has begun isn’t asked again', () => {
    const conditional = `steps: [ { id: rounds, if: { contact.status: new }, repeat: { every: 1 days, atMost: 3, steps: [ ${MAIL}, { update: { contact.status: old } } ] } }, { end: over } ]`;
    expect(aWalk(conditional).start().linesOf('rounds')).toEqual([
      '2027-01-04T09:00:00Z main main rounds repeat skip condition',
    ]);
    expect(
      days(
        aWalk(conditional, { contact: { status: 'new' } })
          .start()
          .until('2027-02-01T00:00:00Z'),
      ),
    ).toHaveLength(3);
  });

  test('prints no line while it waits: only what passes and its end are done', () => {
    const walk = aWalk(repeating('every: 1 days, atMost: 2')).start().until('2027-02-01T00:00:00Z');
    expect(walk.linesOf('repeat').map((line) => line.split(' ').slice(5).join(' '))).toEqual([
      'done due',
      'done due',
      'done at-most',
    ]);
  });
});

test('a track that ends inside a repeat, for want of a date, leaves no pass under way', () => {
  const walk = aWalk(`throughout:
  - id: letters
    steps: [ { id: monthly, repeat: { every: 30 days, steps: [ { wait: { until: { date: contact.lastOrderAt } } } ] } } ]
steps: [ { wait: 1 days } ]`).start();
  expect(walk.linesOf('wait').at(-1)).toContain('letters wait done no-value');
  expect(walk.state?.tracks.find(({ id }) => id === 'letters')?.at).toBeNull();
  expect(walk.state?.repeats).toEqual({});
});
