import { describe, expect, test } from 'vitest';
import { lint, print, templateFacts, templatesOf } from './support.js';

/** What the format page says may be written; nothing is found in any of it. */

const context = {
  tracking: true,
  templates: templatesOf({ 'lead/hello': templateFacts(), 'care/mid-autumn': templateFacts() }),
};
const H = 'kind: journey\nid: example\nname: Example\n';
const journey = (rest: string): string => `${H}${rest}${/^(steps|stages):/m.test(rest) ? '' : 'steps: []\n'}`;
const steps = (...lines: readonly string[]): string => `${H}steps:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const email = (rest = '', id = 'hello') =>
  `{ id: ${id}, email: { template: lead/hello, from: owner, purpose: marketing${rest} } }`;
const task = (rest = '', beside = '', id = 'call') =>
  `{ id: ${id}, task: { kind: call, title: Call, due: 4 hours, outcomes: [reached, no-answer]${rest} }${beside} }`;
const asked = (condition: string): string =>
  steps(email(), task(), `{ id: ab, split: { arms: { a: 50, b: 50 } } }`, `{ if: ${condition}, end: done }`);
const segment = (condition: string): string => `kind: segment\nid: s\nname: S\nif: ${condition}\n`;
const campaign = (rest: string): string =>
  `kind: campaign\nid: c\nname: C\n${rest.includes('audience') ? '' : 'audience: { segment: s }\n'}${rest}${/^(send|steps):/m.test(rest) ? '' : 'send: { email: { template: care/mid-autumn, from: marketing, purpose: marketing } }\n'}`;

const CASES: readonly (readonly [string, readonly string[]])[] = [
  [
    'the head',
    [
      ...['contact', 'deal', 'account', 'user'].map((per) => journey(`per: ${per}\n`)),
      ...['cn-office', 'contact', 'owner', 'always'].map((calendar) => journey(`calendar: ${calendar}\n`)),
      ...[
        'contact',
        'UTC',
        'Asia/Shanghai',
        'America/Argentina/Buenos_Aires',
        'Australia/Lord_Howe',
        'Asia/Calcutta',
        'Etc/GMT+5',
      ].map((zone) => journey(`timezone: ${zone}\n`)),
      'kind: journey\nid: a\nname: { en: Lead to customer, zh-CN: 线索到客户 }\nsteps: []\n',
      'kind: journey\nid: 2027-spring\nname: A\nsteps: []\n',
      journey(
        'window: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", holidays: skip, spread: 0 minutes }\n',
      ),
      journey('window: { from: 09:00, to: 18:00 }\n'),
      journey('window: { from: "22:00", to: "06:00" }\n'),
      journey('window: { from: "00:00", to: "24:00", spread: 90 minutes }\n'),
      journey('variables: { trialDays: 14, name: Trial, free: true, price: 9.5 }\n'),
      journey('exclusive: { group: selling, priority: 5 }\n'),
      journey('exclusive: { group: selling, priority: -1 }\n'),
      JSON.stringify({ kind: 'journey', id: 'a', name: 'A', steps: [{ wait: '2 days' }] }),
      `# a comment\n---\n${journey('')}...\n`,
      `\uFEFF${journey('')}`,
      journey('').replaceAll('\n', '\r\n'),
    ],
  ],
  [
    'enter, exit, goal, moves',
    [
      journey('enter: { on: lead.created }\n'),
      journey('enter: { on: [lead.created, form.submitted, manual] }\n'),
      journey('enter: { on: manual }\n'),
      journey('enter: { if: { contact.email: { exists: true } } }\n'),
      ...['never', 'always', '{ after: 90 days }', '{ after: 1 year }'].map((again) =>
        journey(`enter: { again: ${again} }\n`),
      ),
      journey('enter: { on: form.submitted, if: { event.form: demo } }\n'),
      journey(
        'exit:\n  - { if: { contact.doNotContact: true }, as: do-not-contact }\n  - { on: deal.lost, of: account, as: lost }\n  - { on: contact.unsubscribed, if: { event.topic: { exists: false } }, as: unsubscribed }\n',
      ),
      journey('exit: { on: [deal.lost, case.opened], as: gone }\n'),
      journey('goal: { on: deal.won, stay: true }\n'),
      journey('goal: [ { on: deal.won }, { on: order.placed, if: { event.amount: { gte: 100 } }, of: account } ]\n'),
      journey('moves: [ { on: deal.won, to: main } ]\n'),
      journey(
        'stages:\n  - id: new\n    sla: [ { leaveWithin: 2 business days, escalateTo: manager }, { leaveWithin: 5 business days, escalateTo: usr_1 } ]\n    moves: [ { on: deal.lost, to: lost, of: account } ]\n    alongside: [ { id: coach, steps: [ { wait: 1 days } ] } ]\n  - { id: lost, final: true, steps: [] }\nthroughout: [ { id: birthdays, steps: [ { wait: 1 days } ] } ]\nmoves: [ { on: deal.won, to: lost } ]\nenter: { at: [ { if: { contact.status: customer }, stage: lost } ] }\n',
      ),
      journey('stages: [ { id: new, name: { en: New, zh-CN: 新 } } ]\n'),
      journey('exit: [ { on: case.opened, if: { contact.lastContactAt: { olderThan: 5 days } }, as: cold } ]\n'),
    ],
  ],
  [
    'messages',
    [
      steps(email()),
      steps(email(', topic: news, usefulFor: 1 days, window: none, attach: price-list.pdf')),
      steps(email(', attach: [a.pdf, b.pdf], window: { days: [sat], from: "10:00", to: "12:00" }')),
      steps(email(), email(', thread: hello', 'again')),
      steps(email().replace('owner', 'sales-cn').replace('marketing', 'service')),
      steps('{ id: a, sms: { template: lead/hello, purpose: service, topic: x, window: none, usefulFor: 2 hours } }'),
      ...['owner', 'manager', 'usr_wang', 'sales-channel'].map((to) =>
        steps(`notify: { to: ${to}, template: lead/hello }`),
      ),
    ],
  ],
  [
    'tasks',
    [
      ...['call', 'visit', 'meeting', 'message', 'quote', 'survey', 'approval', 'todo'].map((kind) =>
        steps(task().replace('kind: call', `kind: ${kind}`)),
      ),
      ...['owner', 'manager', 'usr_1', 'team:sales', 'pool:inbound'].map((assign) =>
        steps(task(`, assign: ${assign}`)),
      ),
      steps(task().replace('title: Call', 'title: "Call {{contact.name}} about {{deal.name}}"')),
      steps(task().replace('title: Call', 'title: { en: Call, zh-CN: 打电话 }')),
      steps(
        task(
          ', remind: [2 hours, 30 minutes], escalate: { after: 1 business day, to: manager }, form: [ { field: budget, required: true }, { field: contact.satisfaction } ], window: { from: "09:00", to: "17:00" }',
        ),
      ),
      steps(
        task(
          ', window: none',
          ', onOutcome: { reached: [ { end: talked } ], no-answer: [] }, onOverdue: { after: 1 business days, steps: [ { score: { add: -1, reason: Late } } ] }',
        ),
      ),
      steps(task().replace('[reached, no-answer]', '[yes, no]')),
    ],
  ],
  [
    'waits',
    [
      ...[
        'minutes',
        'hours',
        'days',
        'weeks',
        'months',
        'years',
        'business minutes',
        'business hours',
        'business days',
      ].flatMap((unit) => [steps(`wait: 2 ${unit}`), steps(`wait: 1 ${unit.slice(0, -1)}`), steps(`wait: 1 ${unit}`)]),
      steps('wait: 0 minutes'),
      steps('wait: { until: { time: "09:00", days: [tue, thu] } }'),
      steps('wait: { until: { time: 09:00 } }'),
      steps('wait: { until: { date: contact.birthday, at: "09:00", shift: -3 days, every: year } }'),
      steps('wait: { until: { date: deal.expectedCloseAt, shift: -30 days } }'),
      steps('wait: { until: { date: deal.expectedCloseAt, shift: -2 business days } }\n    else: [ { end: unknown } ]'),
      ...[
        'new-year',
        'spring-festival',
        'lantern',
        'womens-day',
        'qingming',
        'labour-day',
        'dragon-boat',
        'qixi',
        'mid-autumn',
        'double-ninth',
        'teachers-day',
        'national-day',
        'christmas',
        'thanksgiving-us',
      ].map((festival) => steps(`wait: { until: { festival: ${festival}, at: "09:00", shift: -1 days } }`)),
      steps(
        email(),
        'wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 3 business days }\n    then: [ { end: replied } ]\n    else: [ { end: silent } ]',
      ),
      steps(
        'wait: { for: { on: [email.replied, form.submitted], of: account }, upTo: { time: "18:00", days: [fri] } }',
      ),
      steps('wait: { for: { on: deal.won }, upTo: { date: deal.expectedCloseAt, shift: 7 days } }'),
      steps('wait: { for: { on: deal.won }, upTo: { festival: spring-festival, shift: -7 days } }'),
      steps('wait: { for: { if: { deal.stage: won } }, upTo: 10 days }'),
      steps('wait: { for: { on: contact.changed, if: { event.set.status: customer } } }'),
      steps('wait: { for: { on: email.clicked, if: { event.link: "https://example.com" } }, upTo: 1 days }'),
    ],
  ],
  [
    'other steps',
    [
      steps(
        'choose:\n      - { if: { contact.score: { gte: 50 } }, steps: [ { end: hot } ] }\n      - { else: [ { end: cold } ] }',
      ),
      steps('choose: [ { if: { contact.score: { gte: 50 } }, steps: [ { wait: 1 days } ] } ]'),
      steps('{ id: ab, split: { arms: { a: 33.3, b: 33.3, c: 33.4 } }, onArm: { a: [ { wait: 1 days } ] } }'),
      steps('{ id: ab, split: { arms: { a: 100, b: 0 } }, onArm: { a: [], b: [] } }'),
      steps(
        '{ id: r, repeat: { every: 3 months, startAfter: 1 week, atMost: 8, until: { contact.status: lost }, steps: [ { wait: 1 days } ] } }',
      ),
      steps(
        'update: { contact.status: customer, account.industry: Steel, deal.amount: 100, contact.score: { add: -2.5 }, contact.tags: { addTo: vip }, contact.lastContactAt: { now: true }, contact.title: { clear: true }, contact.city: { from: account.region }, contact.doNotContact: true, contact.birthday: 1990-05-17 }',
      ),
      steps(
        'update: { contact.tags: { removeFrom: vip }, contact.birthday: --05-17, contact.lastOrderAt: "2027-01-04T09:00:00Z", contact.firstOrderAt: 2027-01-04 }',
      ),
      steps('update: { contact.tags: [a, b] }'),
      steps('create: { deal: { name: { from: contact.company }, amount: 1000, currency: CNY } }'),
      steps('score: { add: 10, reason: Replied }'),
      ...['roundRobin', 'leastLoaded', 'territory'].map((by) =>
        steps(`assign: { team: sales, by: ${by}, keepExisting: true }`),
      ),
      steps('webhook: { url: "https://example.com/hook", method: PUT, body: { id: 1, list: [a] }, secret: crm }'),
      steps('webhook: { url: "http://127.0.0.1:8080/hook" }'),
      steps('start: win-back', 'stop: win-back'),
      steps('{ id: again, wait: 1 days }', '{ if: { contact.status: lead }, goTo: again }', 'end: done'),
      steps('{ id: named, wait: 1 days, if: { contact.status: lead } }'),
    ],
  ],
  [
    'conditions',
    [
      '{ contact.status: customer }',
      '{ contact.score: { gt: 1, lte: 5 } }',
      '{ contact.status: { ne: lost }, account.size: { gte: 50 } }',
      '{ contact.country: { in: [DE, AT, CH] }, contact.city: { notIn: [Bern] } }',
      '{ contact.tags: { contains: vip } }',
      '{ contact.company: { startsWith: 上海 } }',
      '{ contact.email: { contains: "@example.com" } }',
      '{ contact.birthday: { exists: false } }',
      '{ contact.createdAt: { before: 2027-01-01 } }',
      '{ contact.createdAt: { after: "2026-01-01T00:00:00+08:00" } }',
      '{ contact.lastOrderAt: { olderThan: 90 days } }',
      '{ contact.lastOrderAt: { within: 2 business days } }',
      '{ all: [ { contact.status: x }, { any: [ { deal.amount: { gt: 5 } }, { not: { owner.team: sales } } ] } ] }',
      '{ any: [ { contact.status: x } ], contact.city: y }',
      '{ not: { contact.status: x } }',
      '{ event.type: email.replied }',
      '{ event.step: hello }',
      '{ event.at: { within: 2 days } }',
      '{ steps.hello.replied: true, steps.hello.decision: send, steps.hello.bounced: false }',
      '{ steps.hello.opened: true }',
      '{ steps.call.outcome: { in: [reached, no-answer] } }',
      '{ steps.call.answer.budget: { gt: 100 } }',
      '{ steps.ab.arm: a }',
      '{ steps.hello.reason: unsubscribed }',
      '{ owner.language: zh-CN, owner.timezone: Asia/Shanghai }',
      '{ deal.probability: { gte: 0.5 }, deal.expectedCloseAt: { before: 2027-06-30 } }',
    ].map(asked),
  ],
  [
    'segments and surveys',
    [
      segment('{ contact.status: customer }'),
      segment('{ events.order.placed: { atLeast: 2, within: 1 year }, contact.country: CN }'),
      segment(
        '{ any: [ { events.case.opened: { atLeast: 1 } }, { not: { events.order.placed: { atLeast: 1, within: 90 days } } } ] }',
      ),
      segment('{ account.industry: { startsWith: Stee }, deal.amount: { gte: 1 }, owner.email: { exists: true } }'),
      'kind: survey\nid: s\nname: S\nquestions:\n  - { id: nps, label: How likely?, type: score }\n  - { id: why, label: { en: Why?, zh-CN: 为什么 }, type: text }\n  - { id: what, label: What?, type: choice, options: [a, { en: B, zh-CN: 乙 }] }\n',
    ],
  ],
  [
    'campaigns',
    [
      campaign(''),
      campaign('audience: { if: { contact.country: CN, events.order.placed: { atLeast: 1 } } }\n'),
      campaign('audience: { file: vip.csv }\nexclude: { segment: vip-by-phone }\n'),
      campaign(
        'at: { time: "2027-09-14T10:00", timezone: contact }\nrate: { perMinute: 3000 }\nholdOut: 5\npriority: 3\ngoal: { on: order.placed, within: 14 days }\n',
      ),
      campaign('at: { time: 2027-09-14T10:00, timezone: Asia/Shanghai }\n'),
      campaign('rsvp: { places: 40, companions: 2 }\n'),
      campaign('rsvp: { companions: 1 }\n'),
      campaign(
        'window: { from: "09:00", to: "18:00" }\ncalendar: cn-office\ntimezone: contact\nvariables: { gift: tea }\n',
      ),
      campaign(
        'steps:\n  - { id: invite, email: { template: lead/hello, from: owner, purpose: marketing } }\n  - wait: { for: { on: form.submitted }, upTo: 3 days }\n  - { id: call, task: { kind: call, title: T, due: 1 days, outcomes: [a] } }\n',
      ),
      campaign('send: { sms: { template: lead/hello, purpose: marketing } }\n'),
    ],
  ],
];

describe.each(CASES)('%s', (_, texts) => {
  test.each(texts)('%j', (text) => expect(print(lint(text, context))).toBe(''));
});
