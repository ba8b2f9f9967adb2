import { describe, expect, test } from 'vitest';
import { type Scenario, simulation, told } from './support.js';

/** What docs/cadence-format.md says of simulations, a scenario each: what is to be printed after the entry. */
const RULES: readonly (readonly [rule: string, scenario: Scenario, lines: readonly string[]])[] = [
  [
    'what falls due at the very end is done, what comes later is not',
    { journey: 'steps: [ { wait: 2 days }, { wait: 1 minutes }, { end: over } ]', days: 2 },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-06T09:00:00Z main wait done due',
      '2027-01-06T09:00:00Z main wait wait until 2027-01-06T09:01:00Z',
    ],
  ],
  [
    'a message outside its window prints the deferral with its instant, then the retry',
    {
      journey: `
        window: { days: [mon, tue], from: "10:00", to: "11:00" }
        steps: [ { id: hello, email: { template: a/b, from: care, purpose: service } } ]`,
    },
    [
      '2027-01-04T09:00:00Z main hello email defer outside-window until 2027-01-04T10:00:00Z',
      '2027-01-04T10:00:00Z main hello email send',
      '2027-01-04T10:00:00Z end done completed',
    ],
  ],
  [
    'another definition that was started is open until it is stopped, also days later',
    {
      journey: `
        steps:
          - { start: care }
          - { wait: 2 days }
          - { start: care }
          - { stop: care }
          - { wait: 2 days }
          - { start: care }`,
    },
    [
      '2027-01-04T09:00:00Z main start done',
      '2027-01-04T09:00:00Z main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-06T09:00:00Z main wait done due',
      '2027-01-06T09:00:00Z main start skip already-open',
      '2027-01-06T09:00:00Z main stop done',
      '2027-01-06T09:00:00Z main wait wait until 2027-01-08T09:00:00Z',
      '2027-01-08T09:00:00Z main wait done due',
      '2027-01-08T09:00:00Z main start done',
      '2027-01-08T09:00:00Z end done completed',
    ],
  ],
  [
    'a deferral that would outlast the usefulness is a skip at once',
    {
      journey: `
        window: { days: [sat], from: "10:00", to: "11:00" }
        steps: [ { id: hello, email: { template: a/b, from: care, purpose: service, usefulFor: 2 days } } ]`,
    },
    ['2027-01-04T09:00:00Z main hello email skip stale', '2027-01-04T09:00:00Z end done completed'],
  ],
  [
    'a gap in the night of the clock change moves the wait forward by the gap',
    {
      journey: 'timezone: Europe/Berlin\nsteps: [ { wait: { until: { time: "02:30" } } }, { end: over } ]',
      start: '2027-03-27T12:00:00Z',
    },
    [
      '2027-03-27T12:00:00Z main wait wait until 2027-03-28T01:30:00Z',
      '2027-03-28T01:30:00Z main wait done due',
      '2027-03-28T01:30:00Z main end done over',
    ],
  ],
  [
    'business days pass over the Chinese New Year and count the make-up day',
    {
      journey: 'calendar: cn-office\ntimezone: Asia/Shanghai\nsteps: [ { wait: 1 business days }, { end: over } ]',
      start: '2026-02-13T02:00:00Z',
    },
    [
      '2026-02-13T02:00:00Z main wait wait until 2026-02-14T02:00:00Z',
      '2026-02-14T02:00:00Z main wait done due',
      '2026-02-14T02:00:00Z main end done over',
    ],
  ],
  [
    'a wait looks back to an event after the latest effect',
    {
      journey: `
        steps:
          - id: hello
            email: { template: a/b, from: care, purpose: service }
          - wait: 1 days
          - wait: { for: { on: email.replied }, upTo: 2 days }
            then: [ { end: answered } ]`,
      events: ['2027-01-04T12:00:00Z email.replied {"step":"hello"}'],
    },
    [
      '2027-01-04T09:00:00Z main hello email send',
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z main wait wait until 2027-01-07T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done email.replied',
      '2027-01-05T09:00:00Z main end done answered',
    ],
  ],
  [
    'several events at one instant are heard in the order of the file, before anything falls due',
    {
      journey: `
        steps:
          - wait: { for: { on: [form.submitted, case.opened] }, upTo: 1 days }
            then: [ { end: heard } ]
            else: [ { end: silence } ]`,
      events: ['2027-01-05T09:00:00Z case.opened', '2027-01-05T09:00:00Z form.submitted {"form":"demo"}'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done case.opened',
      '2027-01-05T09:00:00Z main end done heard',
    ],
  ],
  [
    'a pause moves a duration by its own length, and is no entry itself',
    {
      journey: 'steps: [ { wait: 2 days }, { end: over } ]',
      events: ['2027-01-05T00:00:00Z journey.paused', '2027-01-08T00:00:00Z journey.resumed'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-09T09:00:00Z main wait done due',
      '2027-01-09T09:00:00Z main end done over',
    ],
  ],
  [
    'a pause leaves a dated wait its instant: what fell due in it runs on resume',
    {
      journey: 'steps: [ { wait: { until: { time: "08:00" } } }, { end: over } ]',
      events: ['2027-01-05T00:00:00Z journey.paused', '2027-01-08T00:00:00Z journey.resumed'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T08:00:00Z',
      '2027-01-08T00:00:00Z main wait done due',
      '2027-01-08T00:00:00Z main end done over',
    ],
  ],
  [
    'a pause at the instant of a timer keeps it from firing',
    {
      journey: 'steps: [ { wait: 1 days }, { end: over } ]',
      events: ['2027-01-05T09:00:00Z journey.paused'],
      days: 5,
    },
    ['2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z'],
  ],
  [
    'a goal with `stay` is recorded and the journey goes on',
    {
      journey: 'goal: { on: order.placed, stay: true }\nsteps: [ { wait: 2 days }, { end: over } ]',
      events: ['2027-01-05T00:00:00Z order.placed {"amount":10}', '2027-01-05T01:00:00Z order.placed {"amount":10}'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-05T00:00:00Z goal done order.placed',
      '2027-01-06T09:00:00Z main wait done due',
      '2027-01-06T09:00:00Z main end done over',
    ],
  ],
  [
    'an exit ends the journey from any wait as soon as a `set` makes it hold',
    {
      journey: 'exit: [ { if: { contact.doNotContact: true }, as: barred } ]\nsteps: [ { wait: 20 days } ]',
      events: ['2027-01-05T00:00:00Z contact.changed {"set":{"doNotContact":true}}'],
    },
    ['2027-01-04T09:00:00Z main wait wait until 2027-01-24T09:00:00Z', '2027-01-05T00:00:00Z exit done barred'],
  ],
  [
    'goal before exit before move',
    {
      journey: `
        goal: { on: deal.won, stay: true }
        exit: [ { on: deal.won, as: left } ]
        stages:
          - { id: one, steps: [ { wait: 9 days } ], moves: [ { on: deal.won, to: two } ] }
          - { id: two, steps: [] }`,
      events: ['2027-01-05T00:00:00Z deal.won'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-13T09:00:00Z',
      '2027-01-05T00:00:00Z goal done deal.won',
      '2027-01-05T00:00:00Z exit done left',
    ],
  ],
  [
    'tracks go in the order main, alongside, throughout',
    {
      journey: `
        stages:
          - { id: one, steps: [ { wait: 1 days } ], alongside: [ { id: coach, steps: [ { wait: 1 days } ] } ] }
        throughout: [ { id: letters, steps: [ { wait: 1 days } ] } ]`,
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-04T09:00:00Z coach wait wait until 2027-01-05T09:00:00Z',
      '2027-01-04T09:00:00Z letters wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z coach wait done due',
      '2027-01-05T09:00:00Z letters wait done due',
      '2027-01-05T09:00:00Z end done completed',
    ],
  ],
  [
    'a stage that is not left in time prints its SLA before what the tracks do then',
    {
      journey: `
        stages:
          - { id: one, sla: { leaveWithin: 1 days, escalateTo: manager }, steps: [ { wait: 1 days }, { moveTo: two } ] }
          - { id: two, steps: [] }`,
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z sla done overdue',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z main moveTo done',
      '2027-01-05T09:00:00Z stage done',
      '2027-01-05T09:00:00Z end done completed',
    ],
  ],
  [
    '`enter.at` picks the stage, whatever `enter` says of who may come in',
    {
      journey: `
        enter: { on: lead.created, if: { contact.status: nobody }, at: [ { if: { contact.status: customer }, stage: two } ] }
        stages: [ { id: one, steps: [ { end: wrong } ] }, { id: two, steps: [ { end: right } ] } ]`,
      contact: { status: 'customer' },
    },
    ['2027-01-04T09:00:00Z main end done right'],
  ],
  [
    'an unsubscribe stops marketing of its topic in the gate, and ends nothing',
    {
      journey: `
        steps:
          - wait: 1 days
          - { id: news, email: { template: a/b, from: care, purpose: marketing, topic: news } }
          - { id: sales, email: { template: a/b, from: care, purpose: marketing, topic: sales } }`,
      events: ['2027-01-04T10:00:00Z contact.unsubscribed {"topic":"news"}'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z main news email skip unsubscribed',
      '2027-01-05T09:00:00Z main sales email send',
      '2027-01-05T09:00:00Z end done completed',
    ],
  ],
  [
    'who objects to being tracked goes on where an unsubscribe ends the journey',
    {
      journey: `
        exit: { on: contact.unsubscribed, as: gone }
        steps:
          - wait: 1 days
          - { id: news, email: { template: a/b, from: care, purpose: marketing, topic: news } }`,
      events: ['2027-01-04T10:00:00Z contact.unsubscribed {"topic":"tracking"}'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z main news email send',
      '2027-01-05T09:00:00Z end done completed',
    ],
  ],
  [
    'a hard bounce suppresses the address, not the contact: a new address gets mail again',
    {
      journey: `
        steps:
          - { id: one, email: { template: a/b, from: care, purpose: service } }
          - wait: 1 days
          - { id: two, email: { template: a/b, from: care, purpose: service } }
          - wait: 1 days
          - { id: three, email: { template: a/b, from: care, purpose: service } }`,
      events: [
        '2027-01-04T10:00:00Z email.bounced {"step":"one","hard":true}',
        '2027-01-05T10:00:00Z contact.changed {"set":{"email":"new@example.com"}}',
      ],
    },
    [
      '2027-01-04T09:00:00Z main one email send',
      '2027-01-04T09:00:00Z main wait wait until 2027-01-05T09:00:00Z',
      '2027-01-05T09:00:00Z main wait done due',
      '2027-01-05T09:00:00Z main two email skip suppressed',
      '2027-01-05T09:00:00Z main wait wait until 2027-01-06T09:00:00Z',
      '2027-01-06T09:00:00Z main wait done due',
      '2027-01-06T09:00:00Z main three email send',
      '2027-01-06T09:00:00Z end done completed',
    ],
  ],
  [
    'the gate asks for consent where the country needs it, of the topic or of all',
    {
      journey: `
        steps:
          - { id: news, email: { template: a/b, from: owner, purpose: marketing, topic: news } }
          - { id: sales, email: { template: a/b, from: owner, purpose: marketing, topic: sales } }`,
      contact: { country: 'DE', consent: ['news'] },
    },
    [
      '2027-01-04T09:00:00Z main news email send',
      '2027-01-04T09:00:00Z main sales email skip no-consent',
      '2027-01-04T09:00:00Z end done completed',
    ],
  ],
  [
    'what the template lacks is a skip',
    {
      journey: 'steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } } ]',
      rendered: 'missing-variable',
    },
    ['2027-01-04T09:00:00Z main hello email skip missing-variable', '2027-01-04T09:00:00Z end done completed'],
  ],
  [
    'pass k of a repeat falls due at the first start plus k times `every`',
    {
      journey: `
        steps:
          - id: visits
            repeat: { every: 2 days, startAfter: 1 days, atMost: 2, steps: [ { wait: 5 hours } ] }`,
    },
    [
      '2027-01-05T09:00:00Z main visits repeat done due',
      '2027-01-05T09:00:00Z main wait wait until 2027-01-05T14:00:00Z',
      '2027-01-05T14:00:00Z main wait done due',
      '2027-01-07T09:00:00Z main visits repeat done due',
      '2027-01-07T09:00:00Z main wait wait until 2027-01-07T14:00:00Z',
      '2027-01-07T14:00:00Z main wait done due',
      '2027-01-07T14:00:00Z main visits repeat done at-most',
      '2027-01-07T14:00:00Z end done completed',
    ],
  ],
  [
    'an update of the definition changes what it later asks',
    {
      journey: `
        steps:
          - update: { contact.score: { add: 3 }, contact.tags: { addTo: warm } }
          - choose:
              - { if: { contact.score: 3, contact.tags: { contains: warm } }, steps: [ { end: warm } ] }`,
    },
    [
      '2027-01-04T09:00:00Z main update done',
      '2027-01-04T09:00:00Z main choose done',
      '2027-01-04T09:00:00Z main end done warm',
    ],
  ],
  [
    'a changed birthday re-aims the wait for it',
    {
      journey: 'steps: [ { wait: { until: { date: contact.birthday, every: year } } }, { end: over } ]',
      contact: { birthday: '--01-20' },
      events: ['2027-01-06T00:00:00Z contact.changed {"set":{"birthday":"--01-10"}}'],
    },
    [
      '2027-01-04T09:00:00Z main wait wait until 2027-01-20T09:00:00Z',
      '2027-01-06T00:00:00Z main wait wait changed until 2027-01-10T09:00:00Z',
      '2027-01-10T09:00:00Z main wait done due',
      '2027-01-10T09:00:00Z main end done over',
    ],
  ],
];

describe('a simulation keeps the rule that', () => {
  test.each(RULES)('%s', async (_, scenario, lines) => {
    const [entry, ...rest] = await told(scenario);
    expect(entry).toBe(`${(scenario.start ?? '2027-01-04T09:00:00Z').replace('.000', '')} enter done`);
    expect(rest).toEqual(lines);
  });
});

describe('a simulation', () => {
  const CALL = `
    steps:
      - wait: 1 days
      - id: call
        task: { kind: call, title: Call, due: 4 hours, outcomes: [reached], form: [{ field: budget }] }
      - if: { steps.call.answer.budget: { gt: 100 } }
        end: rich`;

  test('takes the outcome of a task that is open, with its answers', async () => {
    const event = '2027-01-05T10:00:00Z task.completed {"step":"call","outcome":"reached","answers":{"budget":500}}';
    expect((await told({ journey: CALL, events: [event] })).slice(-2)).toEqual([
      '2027-01-05T10:00:00Z main call task done reached',
      '2027-01-05T10:00:00Z main end done rich',
    ]);
  });

  test('says that an outcome comes for a task that is on no desk, and changes nothing for it', async () => {
    const event = '2027-01-05T08:00:00Z task.completed {"step":"call","outcome":"reached"}';
    const { lines, unheard } = await simulation({ journey: CALL, events: [event] });
    expect(lines.at(-1)).toMatchObject({ step: 'call', decision: 'done', reason: null });
    expect(unheard).toEqual(['2027-01-05T08:00:00Z: no task call is open, so its outcome changes nothing']);
  });

  test('prints the same lines for the same input', async () => {
    const [, scenario] = RULES[1] ?? [];
    if (scenario === undefined) throw new Error('no scenario');
    expect(await told(scenario)).toEqual(await told(scenario));
  });
});

test('a contact whom nobody described begins as a new one of the database does', async () => {
  const seen = async (path: string, value: string) =>
    (await told({ journey: `steps: [ { if: { ${path}: ${value} }, end: yes-it-is }, { end: no-it-is-not } ]` })).at(-1);
  for (const [path, value] of [
    ['contact.score', '0'],
    ['contact.orderCount', '0'],
    ['contact.totalSpent', '0'],
    ['contact.doNotContact', 'false'],
    ['contact.createdAt', '{ exists: true }'],
    ['contact.updatedAt', '{ exists: true }'],
    ['contact.name', 'ada@example.com'],
  ] as const)
    expect(await seen(path, value)).toContain('yes-it-is');
});
