import { describe, expect, it } from 'vitest';
import type { Deps, SimulationWorld } from '../../src/cli/ports.js';
import { ALWAYS } from '../../src/domain/calendar/calendar.js';
import { BUILT_IN_EVENTS } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../src/domain/fields.js';
import { ok } from '../../src/domain/result.js';
import { aDeployment } from '../support/walk.js';
import { followthrough } from './support.js';

const JOURNEY = `kind: journey
id: hello
name: Hello
steps:
  - { id: hello, email: { template: a/b, from: care, purpose: service } }
  - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] }, onOutcome: { reached: [] } }
`;
const CONTACT = '{"contact":{"email":"ada@example.com","timezone":"Asia/Shanghai"}}';
const START = ['--start', '2027-01-04T01:00:00Z'];

const world: SimulationWorld = {
  lint: {
    calendars: new Map([[ALWAYS.id, ALWAYS]]),
    fields: BUILT_IN_FIELDS,
    eventTypes: BUILT_IN_EVENTS,
    tracking: false,
  },
  deployment: aDeployment(),
  render: async () => ({
    outcome: 'ok',
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
    locale: 'en',
    unsubscribe: 'https://simulation.invalid/unsubscribe',
  }),
};

const simulate = (args: readonly string[], files: { [name: string]: string } = {}, more: Partial<Deps> = {}) => {
  const all: { [name: string]: string } = { 'hello.yaml': JOURNEY, 'ada.json': CONTACT, ...files };
  return followthrough(['simulate', 'hello.yaml', ...args], {
    simulationWorld: async () => ok(world),
    readText: async (file) => all[file] ?? Promise.reject(new Error(`${file} was not expected to be read`)),
    ...more,
  });
};
const one = ['--contact', 'ada.json', ...START];

describe('followthrough simulate', () => {
  it('prints one entry a line with --json, every key there and in order, and nothing else', async () => {
    const { exit, out } = await simulate([...one, '--days', '3', '--json']);
    expect(exit).toBe(0);
    expect(out.trimEnd().split('\n').slice(0, 2)).toEqual([
      '{"at":"2027-01-04T01:00:00Z","local":"2027-01-04T09:00:00+08:00","stage":"main","track":null,"step":null,"action":"enter","decision":"done","reason":null,"until":null}',
      '{"at":"2027-01-04T01:00:00Z","local":"2027-01-04T09:00:00+08:00","stage":"main","track":"main","step":"hello","action":"email","decision":"send","reason":null,"until":null}',
    ]);
  });

  it('tells people a story in the journey’s zone', async () => {
    const { out } = await simulate([...one, '--days', '3']);
    expect(out).toContain('09:00 Mon 4 Jan  mail hello sent');
  });

  it('says of an event with places that the other guests are not known', async () => {
    const campaign = 'kind: campaign\nid: a\nname: A\naudience: { file: a.csv }\nrsvp: { places: 4 }\nsteps: []\n';
    const { exit, err } = await simulate([...one, '--days', '3'], { 'hello.yaml': campaign });
    expect([exit, err]).toEqual([
      0,
      expect.stringMatching(/^hello\.yaml:5:17 {2}note {2}the other guests are not known/),
    ]);
    const { err: none } = await simulate([...one, '--days', '3'], { 'hello.yaml': campaign.replace(/rsvp.*\n/, '') });
    expect(none).toBe('');
  });

  it('prints no entry for a pause, and notes an outcome that nobody could have given', async () => {
    const events = [
      '{"at":"2027-01-04T02:00:00Z","type":"journey.paused"}',
      '{"at":"2027-01-04T03:00:00Z","type":"journey.resumed"}',
      '{"at":"2027-01-04T04:00:00Z","type":"task.completed","step":"call","outcome":"reached"}',
      '{"at":"2027-01-04T05:00:00Z","type":"task.completed","step":"call","outcome":"reached"}',
    ];
    const twice = `${JOURNEY}  - wait: 5 days\n`;
    const files = { 'events.jsonl': events.join('\n'), 'hello.yaml': twice };
    const { out, err } = await simulate([...one, '--events', 'events.jsonl', '--days', '3', '--json'], files);
    expect(out).not.toMatch(/pause|resume/);
    expect(err).toContain('2027-01-04T05:00:00Z: no task call is open');
  });

  it('finds the faults of all files at once and exits 1', async () => {
    const files = { 'ada.json': '{"contact":{"scroe":1}}', 'events.jsonl': '{"at":"2027-01-03T00:00:00Z","type":"x"}' };
    const { exit, out } = await simulate([...one, '--events', 'events.jsonl', '--days', '3'], files);
    expect(exit).toBe(1);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^ada\.json:1:21 {2}error {2}unknown-path {2}\S/),
      expect.stringMatching(/^events\.jsonl:1:37 {2}error {2}unknown-event {2}\S/),
      expect.stringMatching(/^events\.jsonl:1:7 {2}error {2}event-too-early {2}\S/),
    ]);
  });

  it('judges the definition first, as lint does', async () => {
    const { exit, out } = await simulate([...one, '--days', '3'], { 'hello.yaml': `${JOURNEY}  - wait: 2 dayz\n` });
    expect(exit).toBe(1);
    expect(out).toMatch(/^hello\.yaml:7:11 {2}error {2}bad-duration/);
  });

  it.each([
    [[...one], 'Give --until or --days'],
    [[...one, '--days', '3', '--until', '2027-02-01T00:00:00Z'], 'one of the two'],
    [[...one, '--until', '2026-02-01T00:00:00Z'], 'is before --start'],
    [[...one, '--until', 'tomorrow'], '--until tomorrow is no instant'],
    [['--contact', 'ada.json', '--start', '2027-01-04', '--days', '3'], '--start 2027-01-04 is no instant'],
    [[...one, '--days', '-1'], 'is no number of days'],
    [['--contact', 'all.csv', ...START, '--days', '3', '--render', 'out'], '--render is of one contact'],
  ])('is used wrongly with %j', async (args, words) => {
    const { exit, err, out } = await simulate(args);
    expect(err).toContain(words);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
  });

  it('sums many people up by day, step, mailbox and owner', async () => {
    const rows = ['Rita', 'Rita', '王伟'].map((owner, i) => ({ line: i + 2, fields: [`p${i}@example.com`, owner] }));
    const readCsv: Deps['readCsv'] = async () => ok({ header: ['email', 'owner.name'], rows });
    const { exit, out } = await simulate(['--contact', 'all.csv', ...START, '--days', '3', '--json'], {}, { readCsv });
    expect(exit).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { day: '2027-01-04', step: 'call', action: 'task', what: 'call', mailbox: null, owner: 'Rita', count: 2 },
      { day: '2027-01-04', step: 'call', action: 'task', what: 'call', mailbox: null, owner: '王伟', count: 1 },
      { day: '2027-01-04', step: 'hello', action: 'email', what: 'send', mailbox: 'care', owner: null, count: 3 },
    ]);
  });

  it('writes what is sent into a folder', async () => {
    const written: string[] = [];
    const writeInto: Deps['writeInto'] = async (folder, name) => void written.push(`${folder}/${name}`);
    await simulate([...one, '--days', '3', '--render', 'out'], {}, { writeInto });
    expect(written).toHaveLength(3);
    for (const end of ['html', 'txt'])
      expect(written.filter((name) => name.endsWith(`.${end}`)).length).toBeGreaterThan(0);
  });
});
