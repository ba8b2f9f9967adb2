import { BUILT_IN_EVENTS, type EventCatalogue } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS, type FieldCatalogue } from '../../../src/domain/fields.js';
import { reads, templateFacts, templatesOf } from './support.js';

const H = 'kind: journey\nid: example\nname: Example\n';
const S = (steps: string): string => `${H}steps:\n${steps}`;
const C = 'kind: campaign\nid: a\nname: A\naudience: { segment: s }\n';

/** A deployment that doesn't track, with templates, fields and events to mistake. */
export const FAULTY_WORLD = {
  tracking: false,
  templates: {
    ...templatesOf({
      'lead/hello': templateFacts({
        variables: ['trialDays'],
        paths: [
          ...['contact.frstName', 'contact.frstName', 'links.unsubscrib', 'steps.call.outcme', 'links.rsvp'].map(
            (path) => reads(path),
          ),
          reads('variables.days', true),
        ],
        problems: [1, 2, 3, 4, 5, 6].map((line) => ({ file: 't.hbs', line, column: 2, message: 'broken' })),
      }),
      'lead/plain': templateFacts({ hasUnsubscribe: false }),
      'lead/days': templateFacts({ variables: ['trialDays'] }),
    }),
    attachments: ['price-list.pdf'],
  },
  fields: {
    ...BUILT_IN_FIELDS,
    contact: new Map([
      ...BUILT_IN_FIELDS.contact,
      ['contractEnd', { type: 'date', custom: true }],
      ['visits', { type: 'number', custom: true }],
    ]),
  } satisfies FieldCatalogue as FieldCatalogue,
  eventTypes: new Map([
    ...BUILT_IN_EVENTS,
    [
      'trial.ended',
      {
        fields: new Map([
          ['plan', 'text'],
          ['size', 'number'],
        ]),
        open: false,
      },
    ],
    ['trial.begun', { fields: new Map([['size', 'text']]), open: false }],
    ['shop.visited', { fields: new Map(), open: true }],
  ]) satisfies EventCatalogue as EventCatalogue,
};

/** Definition files with faults of each kind. */
export const FAULTS: readonly string[] = [
  'a: [',
  '- a',
  'hello',
  '12',
  'kind: jurney\nid: a\nname: b',
  'kind: 5\nid: a',
  'id: a',
  `${H}steps: []\nwndow: {}\nper: contct\n`,
  `${H}per: [deal]\nsteps: []\n`,
  `${H}per: 5\nsteps: []\n`,
  `${H}timezone: Asia/Shangai\nsteps: []\n`,
  `${H}timezone: Beijing\nsteps: []\n`,
  `${H}timezone: [UTC]\nsteps: []\n`,
  `${H}calendar: cn-ofice\nsteps: []\n`,
  `${H}calendar: contakt\nsteps: []\n`,
  `kind: journey\nid: Lead\nname: 5\nsteps: {}\n`,
  `kind: journey\nname: {}\nid: ${'a'.repeat(65)}\nsteps: []\n`,
  `kind: journey\nid: a\nname: { en: 5 }\nsteps: []\n`,
  `kind: journey\nid: a\nname:\nsteps: []\n`,
  `${H}stages: 5\n`,
  `${H}stages: [ 5 ]\n`,
  `${H}stages: [ { name: x } ]\n`,
  H,
  `${H}exclusive: { group: a, priority: 1.5 }\nsteps: []\n`,
  `${H}variables: { 1a: [x], b: {} }\nsteps: []\n`,
  `${H}window: { days: [], from: "9:00", to: "25:00", spread: 5 mins, holidays: no }\nsteps: []\n`,
  `${H}window: { days: [mo], from: "09:00", to: "09:00" }\nsteps: []\n`,
  `${H}enter: { again: often, on: [], at: { stage: x } }\nsteps: []\n`,
  `${H}enter: { again: { after: -1 days }, on: 5 }\nsteps: []\n`,
  `${H}enter: { on: [manul, lead.creatd] }\nexit: { on: manual, of: contact }\nsteps: []\n`,
  `${H}exit: { of: account }\nsteps: []\n`,
  `${H}exit: { if: { contact.createdAt: { within: 5 days } } }\nsteps: []\n`,
  `${H}goal: { on: email.opened, if: { event.stp: x, event.step: y } }\nsteps: []\n`,
  `${H}goal: { on: [deal.lost, deal.won], if: { event.resn: x } }\nsteps: []\n`,
  `${H}stages:\n  - { id: new, moves: { on: deal.won, to: wonn } }\n  - { id: won, sla: { leaveWithin: 0 days, escalateTo: "" } }\nmoves: [ { on: deal.lost, to: nu } ]\n`,
  `${H}steps: [ { moveTo: won } ]\n`,
  S(
    '  - { id: a, wait: 1 days }\n  - { id: a, wait: 1 days }\n  - wait: 2 working days\n  - wait: soon\n  - wait: 5\n',
  ),
  S(
    '  - wait: { until: { tme: "09:00" } }\n  - wait: { until: { time: "9:00" } }\n  - wait: { until: { festival: spring-festval } }\n  - wait: { until: { date: contact.birthdy, shift: -3 dys } }\n',
  ),
  S(
    '  - wait: { until: { time: "09:00", at: "10:00" } }\n  - wait: { until: { time: "09:00", date: contact.birthday } }\n  - wait: { for: {} }\n  - wait: { for: { if: { contact.status: x }, of: account } }\n  - wait: {}\n  - wait: { until: {}, upTo: 1 days }\n',
  ),
  S(
    '  - wait: { until: { time: "09:00" }, upTo: 1 days }\n  - wait: { for: { on: deal.won }, upTo: 3 dy }\n  - wait: { for: { on: deal.won }, upTo: 5 }\n  - wait: { for: { on: deal.won }, upTo: { date: contact.name } }\n  - wait: [1 days]\n  - 5\n  -\n',
  ),
  S(
    '  - emial: {}\n  - Goto: a\n  - id: x\n  - { end: a, goTo: b }\n  - { end: a, then: [] }\n  - { wait: 1 days, onArm: {} }\n',
  ),
  S(
    '  - id: call\n    task: { kind: phone, title: "", due: tomorow, outcomes: [], remind: [5], form: [ {} ], escalate: { after: 1 day } }\n',
  ),
  S(
    '  - id: call\n    task: { kind: call, title: C, due: 1 days, outcomes: [yes, no, yes], form: [ { field: budget }, { field: contact.satisfacton } ] }\n    onOutcome: { yse: [], yes: [] }\n  - if: { steps.call.outcome: yse, steps.call.answer.budgt: 5, steps.cal.outcome: yes, steps.call.outcme: yes, steps.call.arm: a }\n    end: x\n',
  ),
  S(
    '  - task: { kind: call, title: C, due: 1 days, outcomes: [yes] }\n  - email: { template: lead/plan, from: owner, purpose: marketting }\n',
  ),
  S(
    '  - { id: a, email: { template: lead/plain, from: owner, purpose: marketing, attach: [price-lst.pdf, x.pdf], thread: b } }\n  - { id: bb, sms: { template: lead/hello, purpose: service } }\n  - { id: c, email: { template: lead/plain, from: owner, purpose: service, thread: bb } }\n  - { id: d, email: { template: lead/nothing, from: owner, purpose: service, thread: d } }\n  - { id: call, task: { kind: call, title: C, due: 1 days, outcomes: [yes] } }\n',
  ),
  S(
    '  - { id: s, split: { arms: { aa: 60, bb: 60 } }, onArm: { aaa: [] } }\n  - { if: { steps.s.arm: cc }, end: x }\n  - { id: r, split: { arms: { a: 120, b: -1, c: x } } }\n  - { id: q, split: { arms: {} } }\n  - { id: p, split: { arms: 5 } }\n',
  ),
  S(
    '  - { id: r, repeat: { every: 0 days, atMost: 0, steps: {} } }\n  - { id: q, repeat: { every: 1 days, atMost: 1.5, until: [], steps: [] } }\n',
  ),
  S(
    '  - choose: []\n  - choose: [ {} ]\n  - choose: [ { else: [] }, { else: [] } ]\n  - choose: [ { if: { contact.status: x }, else: [] } ]\n',
  ),
  S(
    '  - update: {}\n  - update: { contact.score: { add: 1, clear: true }, contact.tags: { add: 1 }, contact.name: { addTo: x }, contact.city: { now: true }, contact.birthday: May, contact.doNotContact: x, contact.id: y, owner.name: z, contact.statsu: a }\n',
  ),
  S(
    '  - update: { contact.score: { plus: 1 }, contact.status: { from: contact.score }, contact.city: { from: contact.cty }, contact.tags: { from: contact.city }, contact.name: 5, contact.phone: { now: false }, contact.region: }\n',
  ),
  S(
    '  - create: { deal: { nam: x } }\n  - create: { contact: {} }\n  - score: { add: x }\n  - assign: { team: a, by: roundrobin }\n  - webhook: { url: ftp://x, method: post }\n  - start: Other\n  - end: true\n',
  ),
  S(
    '  - if: { status: x }\n    end: a\n  - if: { al: [] }\n    end: a\n  - if: { contact.statsu: x, lead.status: y, variables.x: 1 }\n    end: a\n  - if: { contact.score: { greater: 5, gt: true }, contact.tags: x, contact.doNotContact: { gt: 1 }, contact.createdAt: x }\n    end: a\n',
  ),
  S(
    '  - if: { contact.status: , contact.name: [a], contact.city: {}, contact.region: { in: [] }, contact.title: { exists: 1 }, contact.company: { contains: 5 } }\n    end: a\n  - if: { all: {}, any: [], not: x }\n    end: b\n  - if: { contact.createdAt: { before: soon }, contact.updatedAt: { olderThan: 5 dys }, contact.score: { eq: high } }\n    end: c\n',
  ),
  S(
    '  - if: { events.order.placed: { atLeast: 1 } }\n    end: a\n  - { id: a, score: { add: 1, reason: r } }\n  - goTo: a\n  - goTo: b\n',
  ),
  `${H}stages:\n  - { id: a, steps: [ { goTo: x }, { id: y, wait: 1 days } ], alongside: [ { id: t, steps: [ { id: x, wait: 1 days } ] }, { id: main, steps: [] } ] }\n`,
  'kind: segment\nid: s\nname: S\nif: { event.step: x, steps.a.replied: true, events.order.plcd: { atLeast: 1 }, events.order.placed: { atLest: 1 }, events.email.opened: { atLeast: 1 } }\n',
  'kind: segment\nid: s\nname: S\nif: { events.case.opened: 5, events.deal.won: { atLeast: 1.5, within: 1 dy }, events.deal.lost: { atLeast: -1 } }\n',
  'kind: segment\nid: s\nname: S\nif: []\n',
  'kind: segment\nid: s\nname: S\nif: {}\n',
  'kind: survey\nid: s\nname: S\nquestions: [ { id: q, label: Q, type: choise }, { id: q, label: Q, type: choice }, { id: r, label: Q, type: choice, options: [] } ]\n',
  'kind: survey\nid: s\nname: S\nquestions: []\n',
  `${C}at: { time: 2027-02-30T10:00, timezone: Berlin }\nrate: { perMinute: 0 }\nholdOut: 101\npriority: 10\nsteps: []\n`,
  `${C}priority: 0\nholdOut: -1\nsend: {}\n`,
  `${C}rsvp: { places: many, companion: 1 }\nsteps: [ { wait: { for: { on: guest.movedUP } } } ]\n`,
  'kind: campaign\nid: a\nname: A\naudience: {}\nsteps: []\n',
  C,
  `${C}goal: { on: order.plced, within: 14 dys }\nsteps: []\nstages: []\n`,

  // Values of fields that a deployment declares.
  S(
    '  - update: { contact.contractEnd: { now: true }, contact.visits: { now: true }, contact.lastOrderAt: 5, contact.firstOrderAt: 2027-01-04 }\n  - update: { contact.contractEnd: 5, contact.birthday: 5, contact.tags: x, contact.score: { addTo: x } }\n  - update: { contact.contractEnd: "2027-02-30", contact.lastOrderAt: "2027-02-30" }\n',
  ),
  S(
    '  - update: { contact.lastOrderAt: { from: contact.contractEnd }, contact.contractEnd: { from: contact.city }, contact.city: { from: contact.birthday }, contact.score: { from: contact.birthday }, contact.tags: { removeFrom: x }, contact.name: { removeFrom: x }, contact.createdAt: { now: true } }\n',
  ),
  S(
    '  - update: { contact.score: { from: event.amount }, contact.city: { from: event.at }, account.size: { from: contact.city }, deal.updatedAt: { now: true } }\n',
  ),
  // Variables.
  `${H}variables: { days: 14, until: "2027-01-31", free: true, trialDay: 5 }\nsteps:\n  - if: { variables.days: x, variables.free: { gt: 1 }, variables.until: 5, variables.dys: 1 }\n    end: a\n  - wait: { until: { date: variables.until } }\n  - wait: { until: { date: variables.days } }\n  - { id: a, email: { template: lead/days, from: owner, purpose: service } }\n`,
  `${C}variables: { days: 14 }\nexclude: { if: { contact.vip: true } }\nwindow: { from: "09:00", to: "09:00" }\nsteps:\n  - if: { variables.days: x, variables.dys: 1 }\n    end: a\n`,
  // Fields of events.
  S(
    '  - wait: { for: { on: [trial.ended, trial.begun], if: { event.size: x, event.plan: 5, event.pln: 5 } } }\n  - wait: { for: { on: trial.ended, if: { event.size: x, event.plan.name: x } } }\n  - wait: { for: { on: shop.visited, if: { event.anything: 5, event.at: 5, event.type: 5 } } }\n',
  ),
  S(
    '  - wait: { for: { on: task.completed, if: { event.answers.budget: 5, event.answers: 5, event.outcome.x: 5 } } }\n  - if: { event.step: nobody, event.nothing: 1, event.at: x }\n    end: a\n',
  ),
  // Steps that other steps name.
  S(
    '  - { id: hello, email: { template: lead/plain, from: owner, purpose: service, thread: helo } }\n  - { id: helo-there, email: { template: lead/plain, from: owner, purpose: service, thread: hello-ther } }\n  - { id: call, task: { kind: call, title: C, due: 1 days, outcomes: [yes] } }\n  - { id: last, email: { template: lead/plain, from: owner, purpose: service, thread: cal } }\n',
  ),
  S(
    '  - wait: 1 days\n    then: { id: lost, wait: 1 days }\n  - { id: a, email: { template: lead/plain, from: owner, purpose: service, thread: lost } }\n  - if: { steps.lost.replied: true, event.step: lost }\n    goTo: lost\n',
  ),
  S(
    '  - if: { steps.hello.opened: true, steps.hello: true, steps.: true }\n    end: a\n  - { id: hello, sms: { template: lead/plain, purpose: service } }\n  - if: { steps.hello.answer.x: 1, steps.hello.answer: 1, steps.hello.outcome.x: 1, steps.hello.constructor: 1, steps.hello.clicked: true, steps.hello.outcome: 5 }\n    end: a\n',
  ),
  S(
    '  - { id: call, task: { kind: call, title: C, due: 1 days, outcomes: [yes, no], form: [ { field: contact.satisfaction }, { field: budget } ] } }\n  - if: { steps.call.answer.satisfaction: 5, steps.call.answer.budget: x, steps.call.answer.faction: 1, steps.call.outcome: { notIn: [yes, maybe] }, steps.call.reason: { in: [x] } }\n    end: a\n  - if: { steps.call.outcome: { ne: yse }, steps.call.outcome.x: y }\n    end: b\n  - if: { steps.call.outcome: { startsWith: y } }\n    end: c\n',
  ),
  S(
    '  - { id: ab, split: { arms: { red: 50, blue: 50 } }, onArm: { red: [ { goTo: nowhere } ], blu: [ { wait: 5 dys } ] } }\n  - if: { steps.ab.arm: gren, steps.ab.outcome: red }\n    end: a\n',
  ),
  // Shapes that hide others.
  S(
    '  - { wait: 1 days, email: { template: lead/plan } }\n  - { wait: 5, email: { template: lead/plan } }\n  - { task: 5, onOutcome: { a: [ { goTo: x } ], b: 5, c: [ 5 ] } }\n',
  ),
  S(
    '  - wait: { until: { time: "09:00", date: contact.birthday, festival: christmas } }\n  - wait: { for: { of: account } }\n  - wait: { for: { on: deal.won, of: deal } }\n  - wait: { until: { time: 9, days: mon } }\n',
  ),
  S(
    '  - { id: r, repeat: { every: 1 days, steps: [ { emial: {} }, 5 ] } }\n  - { id: ab, split: { arms: { a: 50, b: 50 } }, onArm: { a: [ { emial: {} }, 5, null ] } }\n  - choose: [ { if: { contact.status: x }, steps: [ 5 ] }, 5 ]\n',
  ),
  `${H}throughout: [ { id: a, steps: [ 5, { goTo: nowhere } ] }, { steps: [] } ]\nsteps: []\n`,
  `${H}enter: 5\nsteps: []\nexit: [ 5, { on: deal.wonn } ]\n`,
  `${H}enter: { at: [ 5 ] }\nmoves: [ { on: deal.wonn } ]\ngoal: { stay: 1 }\nsteps: []\n`,
  `${H}timezone: " new york "\nsteps: [ { wait: 2 dys } ]\n`,
  `${H}timezone: ""\nwindow: 5\nvariables: []\nsteps: [ { wait: 2 dys } ]\n`,
  `${H}window: none\nvariables: { a: null, ok: 1 }\nname2: x\nsteps: [ { wait: 2 business weeks }, { wait: 3 hrs }, { wait: 2 Business Days }, { wait: " 2 days" }, { wait: 1.5 days } ]\n`,
  // Limits.
  `kind: journey\nid: ${'a'.repeat(64)}\nname: ${'n'.repeat(2_000)}\nsteps: [ { end: ${'a'.repeat(65)} } ]\n`,
  `kind: journey\nid: a\nname: ${'n'.repeat(2_001)}\nsteps: [ { notify: { to: ${'t'.repeat(200)}, template: ${'t'.repeat(201)} } } ]\n`,
  // What is repaired lets the rest be judged.
  S(
    '  - { id: ab, split: { arms: { a: 50, b: 50 } }, onArm: { a: [ 5, null ] } }\n  - { id: t, task: { kind: call, title: C, due: 1 days, outcomes: [a, b] }, onOutcome: { a: [ 5 ], b: [] } }\n  - goTo: nowhere\n',
  ),
  S(
    '  - wait: { for: { on: deal.won }, upTo: 1 days }\n    then: [ 5 ]\n    else: [ 5 ]\n  - choose: [ { if: { contact.status: x }, steps: [ 5 ] }, { else: [ 5 ] } ]\n  - goTo: nowhere\n',
  ),
  S('  - { id: t, task: { kind: call, title: C, due: 1 days, outcomes: [ 5, b ] } }\n  - goTo: nowhere\n'),
  S('  - { id: t, task: { kind: call, title: C, due: 1 days, outcomes: [ b ], form: [ 5 ] } }\n  - goTo: nowhere\n'),
  S(
    '  - { wait: 1 days, email: { template: lead/plain, from: owner, purpose: service }, end: x }\n  - goTo: nowhere\n',
  ),
  `${H}steps: []\nstages: [ { id: a, steps: [ { goTo: nowhere } ] } ]\nthroughout: [ { id: a } ]\nvariables: 5\nexclusive: { group: a }\n`,
  S(
    '  - { id: hello, email: { template: lead/plain, from: owner, purpose: service } }\n  - { id: more, email: { template: lead/plain, from: owner, purpose: service, thread: helo } }\n  - { id: text, sms: { template: lead/plain } }\n  - { id: last, email: { template: lead/plain, purpose: service, thread: text } }\n',
  ),
  S(
    '  - { id: q, task: { kind: survey, title: C, due: 1 days, outcomes: [a], form: [ { field: budget } ] } }\n  - if: { steps.q.anwser.budget: 5 }\n    end: a\n',
  ),
  S('  -\n  - wait: 1 days\n    then:\n      -\n      - goTo: nowhere\n'),
];
