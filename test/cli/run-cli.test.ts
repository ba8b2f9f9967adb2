import { describe, expect, it } from 'vitest';
import { ApiProblem, ApiUnreachable } from '../../src/api/client.js';
import { styleOf, wantsColour } from '../../src/cli/style.js';
import { aJourney, aLine, anApi, aTask, followthrough, pageOf } from './support.js';

const listUsers = pageOf({ id: 'usr_rep', name: 'Rita Rep' });

const aProblem = (code: string, status: number, detail: string, instance = '/') =>
  new ApiProblem({ type: 'x', title: 'x', status, detail, code, instance, requestId: 'req-1', errors: [] });

describe('exit codes', () => {
  it.each([
    [['--version'], 0],
    [['help', 'task', 'done'], 0],
    [[], 2],
    [['task'], 2],
    [['journys'], 2],
    [['journey'], 2],
    [['task', 'done', 'tsk_1'], 2],
    [['journeys', '--limit', 'many'], 2],
    [['journeys', '--phase', 'actve'], 2],
    [['deal', 'set', 'dea_1', '--won', '--lost'], 2],
    [['deal', 'set', 'dea_1'], 2],
    [['enrol', 'x'], 2],
    [['enrol', 'x', '--all', '--contact', 'con_1'], 2],
    [['lead', 'add', '--company', 'X'], 2],
    [['task', 'list', '--mine', '--owner', 'usr_1'], 2],
  ])('of %j is %i', async (args, exit) => {
    expect((await followthrough(args)).exit).toBe(exit);
  });

  it('is 0 for what was done and 1 for what was refused', async () => {
    expect((await followthrough(['journeys'], { api: anApi({ listUsers, listJourneys: pageOf() }) })).exit).toBe(0);
    const refused = anApi({
      startJourney: aProblem('already-open', 409, 'the contact is in this journey already'),
      getContact: { id: 'con_1', name: 'Ada' },
    });
    expect((await followthrough(['enrol', 'x', '--contact', 'con_1'], { api: refused })).exit).toBe(1);
  });
});

describe('an error', () => {
  it('is a line with the cause and a line with the fix, on standard error', async () => {
    const { out, err } = await followthrough(['pause', 'jrn_1', '--reason', 'r'], {
      api: anApi({ pauseJourney: aProblem('already-paused', 409, 'The journey is paused already.') }),
    });
    expect(out).toBe('');
    expect(err).toBe('error: The journey is paused already. (already-paused)\n  fix: Nothing to do.\n');
  });

  it('says how to start when the API is down', async () => {
    const down = new ApiUnreachable('http://127.0.0.1:4600', 'ECONNREFUSED');
    const { err, exit } = await followthrough(['journeys'], { api: anApi({ listJourneys: down }) });
    expect(exit).toBe(1);
    expect(err).toMatch(
      /^error: The API at http:\/\/127\.0\.0\.1:4600 does not answer \(ECONNREFUSED\)\. \(no-answer\)\n {2}fix: .*npm start.*\n$/,
    );
  });

  it('suggests the command, the option and the value that were probably meant', async () => {
    expect((await followthrough(['journys'])).err).toContain('Did you mean journeys?');
    expect((await followthrough(['task', 'don'])).err).toContain('Did you mean done? See followthrough task --help.');
    expect((await followthrough(['journeys', '--ovner', 'me'])).err).toContain('Did you mean --owner?');
    expect((await followthrough(['journeys', '--phase', 'activ'])).err).toContain(
      'starting, active, paused, held, ended',
    );
  });

  it('is one JSON object with --json, even when the command line could not be read', async () => {
    const { err, out } = await followthrough(['journeys', '--ovner', 'me', '--json']);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'wrong-use', fix: expect.stringContaining('--owner') } });
  });

  it('of ours has no stack trace, unless --debug asks for it', async () => {
    const api = anApi({ listJourneys: new TypeError('x is not a function') });
    const quiet = await followthrough(['journeys'], { api });
    expect(quiet.exit).toBe(1);
    expect(quiet.err.trimEnd().split('\n')).toHaveLength(2);
    expect(quiet.err).toContain('--debug');
    const loud = await followthrough(['journeys', '--debug'], { api });
    expect(loud.err).toMatch(/\n {4}at /);
  });

  it('of the user has no stack trace', async () => {
    expect((await followthrough(['journey'])).err).not.toMatch(/\n {4}at /);
  });

  it.each([
    ['/v1/forms/x', 'form list'],
    ['/v1/form-submissions', 'form list'],
    ['/v1/campaigns/x/check', 'campaign list'],
    ['/v1/tasks/x/outcome', 'task list'],
    ['/v1/journeys/x', 'journeys'],
    ['/v1/contacts/x', 'give the address of the contact'],
    ['/v1/something-new/x', 'the search of the page'],
  ])('about an id that is not at %s says where ids of its kind stand: %s', async (instance, place) => {
    const getForm = aProblem('not-found', 404, 'There is no such thing.', instance);
    const { err, exit } = await followthrough(['form', 'show', 'x'], { api: anApi({ getForm }) });
    expect([exit, err]).toEqual([1, expect.stringContaining(place)]);
  });

  it('obeys nothing that stands in an answer', async () => {
    const { err } = await followthrough(['pause', 'jrn_1', '--reason', 'r'], {
      api: anApi({ pauseJourney: aProblem('conflict', 409, 'no\u001b[2J\u0007\u202egnp') }),
    });
    expect(err).toContain('No[2Jgnp.');
  });
});

describe('--json', () => {
  it('prints one object a line for lists', async () => {
    const api = anApi({ listUsers, listJourneys: pageOf(aJourney(), aJourney({ id: 'jrn_2' })) });
    const { out } = await followthrough(['journeys', '--json'], { api });
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['jrn_1', 'jrn_2']);
  });

  it('prints nothing at all for an empty list', async () => {
    expect(
      (await followthrough(['task', 'list', '--json'], { api: anApi({ listUsers, listTasks: pageOf() }) })).out,
    ).toBe('');
  });

  it('prints one document for one thing, wherever the option stands', async () => {
    const api = anApi({ completeTask: aTask({ outcome: 'reached' }) });
    const before = await followthrough(['--json', 'task', 'done', 'tsk_1', '--outcome', 'reached'], { api });
    const after = await followthrough(['task', 'done', 'tsk_1', '--outcome', 'reached', '--json'], { api });
    expect(JSON.parse(after.out)).toMatchObject({ id: 'tsk_1', outcome: 'reached' });
    expect(before).toEqual(after);
  });

  it('gives the whole story of a journey', async () => {
    const api = anApi({
      journeyStory: { journey: aJourney(), timezone: 'Europe/Berlin', next: [], ...pageOf(aLine()) },
      getContact: { country: 'DE' },
      getDefinitionVersion: aProblem('not-found', 404, 'gone'),
      listUsers,
      listTasks: pageOf(aTask()),
    });
    const { out } = await followthrough(['journey', 'jrn_1', '--json'], { api });
    const story = JSON.parse(out) as { story: unknown[]; openTasks: unknown[] };
    expect(Object.keys(story)).toEqual(['journey', 'timezone', 'next', 'story', 'openTasks']);
    expect(story.story).toEqual([aLine()]);
  });
});

describe('what works on this machine', () => {
  it('hands the arguments of start on, and its exit code back', async () => {
    const asked: (readonly string[])[] = [];
    const startSystem = async (args: readonly string[]) => {
      asked.push(args);
      return 130;
    };
    expect(await followthrough(['start', '--clock', '1d=15s', '--no-sample'], { startSystem })).toMatchObject({
      exit: 1,
      out: '',
    });
    expect(asked).toEqual([['--clock', '1d=15s', '--no-sample']]);
  });

  it('tells each fault with its fix, and exits 1 only for faults', async () => {
    const disk = { name: 'Disk', state: 'well', detail: '9 GB free', fix: null } as const;
    const smtp = { name: 'SMTP', state: 'faulty', detail: 'refused', fix: 'set SMTP_URL' } as const;
    expect((await followthrough(['doctor'], { doctor: async () => [disk] })).exit).toBe(0);
    expect(await followthrough(['doctor'], { doctor: async () => [disk, smtp] })).toMatchObject({
      exit: 1,
      out: 'ok     Disk  9 GB free\nFAULT  SMTP  refused\n       fix: set SMTP_URL\n\n1 fault.\n',
    });
  });

  it.each([
    ['done', 0],
    ['dry-run', 0],
    ['map-guessed', 0],
    ['refused', 1],
    ['interrupted', 1],
  ] as const)('exits as an import ends: %s is %i', async (status, exit) => {
    const importCsv = async () => ({ status, text: 'told\n', report: { status } });
    const args = ['import', 'csv', 'fair.csv', '--map', 'map.yaml'];
    expect(await followthrough(args, { importCsv })).toEqual({ exit, out: 'told\n', err: '' });
    expect(JSON.parse((await followthrough([...args, '--json'], { importCsv })).out)).toEqual({ status });
  });
});

describe('lists', () => {
  it('name owners and assignees, for nobody knows ids', async () => {
    const journeys = anApi({ listUsers, listJourneys: pageOf(aJourney(), aJourney({ ownerId: 'usr_gone' })) });
    const lines = (await followthrough(['journeys'], { api: journeys })).out.split('\n');
    expect(lines[1]).toContain('Rita Rep');
    expect(lines[2]).toContain('usr_gone');
    const tasks = anApi({ listUsers, listTasks: pageOf(aTask()) });
    expect((await followthrough(['task', 'list'], { api: tasks })).out).toContain('Rita Rep');
  });

  it('say that there is more than was asked for', async () => {
    const api = anApi({ listUsers, listJourneys: pageOf(aJourney(), aJourney({ id: 'jrn_2' })) });
    const { out } = await followthrough(['journeys', '--limit', '1'], { api });
    expect(out).not.toContain('jrn_2');
    expect(out).toContain('there are more');
  });

  it('line up with Chinese names', async () => {
    const api = anApi({
      listUsers,
      listJourneys: pageOf(aJourney({ contactName: '王小明' }), aJourney({ contactName: 'Ada' })),
    });
    const lines = (await followthrough(['journeys'], { api })).out.split('\n');
    expect(lines[1]).toContain('王小明   lead-to-customer v2');
    expect(lines[2]).toContain('Ada      lead-to-customer v2');
  });
});

describe('colours', () => {
  it('are used on a terminal only, and not when NO_COLOR is set to anything', () => {
    expect(wantsColour({}, true)).toBe(true);
    expect(wantsColour({}, false)).toBe(false);
    expect(wantsColour({ NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColour({ NO_COLOR: '0' }, true)).toBe(false);
    expect(wantsColour({ NO_COLOR: '' }, true)).toBe(true);
    expect(wantsColour({ TERM: 'dumb' }, true)).toBe(false);
  });

  it('leave no trace in the text when they are off', async () => {
    const api = anApi({ listUsers, listJourneys: pageOf(aJourney()) });
    expect((await followthrough(['journeys'], { api })).out).not.toContain('\u001b');
    expect((await followthrough(['journeys'], { api, style: styleOf(true) })).out).toContain('\u001b[1mJOURNEY');
  });
});
