import { describe, expect, test } from 'vitest';
import { lint, templateFacts, templatesOf } from './support.js';

const context = {
  tracking: false,
  templates: templatesOf({
    'lead/hello': templateFacts({ variables: [] }),
    'lead/trial': templateFacts({ variables: ['trialDays'] }),
    'lead/plain': templateFacts({ hasUnsubscribe: false }),
  }),
};

/** The text without its marks, and `code line:column` of what each mark (`▸code▸` before the place) expects. */
function marked(text: string): { readonly text: string; readonly expected: string[] } {
  const expected: string[] = [];
  let plain = '';
  for (const [i, part] of text.split('▸').entries()) {
    if (i % 2 === 0) {
      plain += part;
      continue;
    }
    const lines = plain.split('\n');
    expected.push(...part.split(',').map((code) => `${code} ${lines.length}:${(lines.at(-1) ?? '').length + 1}`));
  }
  return { text: plain, expected };
}

const findingsOf = (text: string): string[] =>
  lint(text, context).map(({ code, line, column }) => `${code} ${line}:${column}`);

const H = 'kind: journey\nid: example\nname: Example\n';
const S = `${H}steps:\n`;
const mail = (rest = '') => `email: { template: lead/hello, from: owner, purpose: service${rest} }`;
const call = (rest = '') => `task: { kind: call, title: Call, due: 1 days, outcomes: [done]${rest} }`;

/** What each sentence of the format page forbids, marked at the place and with the code of its finding. */
const CASES: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'the file',
    [
      ['a list', '▸wrong-type▸- kind: journey\n'],
      ['a text', '▸wrong-type▸hello\n'],
      ['an unknown kind', `kind: ▸wrong-type▸jurney\nid: a\nname: A\n`],
      ['an unknown key', `${H}▸unknown-key▸extra: 1\nsteps: []\n`],
      ['a key in snake case', `${H}▸unknown-key▸time_zone: UTC\nsteps: []\n`],
      ['an id in camel case', `kind: journey\nid: ▸wrong-type▸leadToCustomer\nname: E\nsteps: []\n`],
      ['an id with blanks', `kind: journey\nid: ▸wrong-type▸lead to customer\nname: E\nsteps: []\n`],
      ['an id that is a number', `kind: journey\nid: ▸wrong-type▸12\nname: E\nsteps: []\n`],
      ['no id', `▸wrong-type▸kind: journey\nname: E\nsteps: []\n`],
      ['no name', `▸wrong-type▸kind: journey\nid: a\nsteps: []\n`],
      ['an empty name', `kind: journey\nid: a\nname: ▸wrong-type▸""\nsteps: []\n`],
      ['neither stages nor steps', `▸wrong-type▸${H}`],
      ['both stages and steps', `${H}stages: [ { id: a } ]\n▸unknown-key▸steps: []\n`],
      ['no stages', `${H}stages: ▸wrong-type▸[]\n`],
      ['a tag', `${H}variables: { a: ▸yaml-syntax▸!!binary aGk= }\nsteps: []\n`],
      ['a repeated key', `${H}steps: []\n▸yaml-syntax▸name: Other\n`],
      ['a tab for indentation', `${H}steps:\n▸yaml-syntax▸\t- wait: 1 days\n`],
    ],
  ],
  [
    'the head of a journey',
    [
      ['per', `${H}per: ▸wrong-type▸lead\nsteps: []\n`],
      ['an unknown calendar', `${H}calendar: ▸unknown-calendar▸fr-office\nsteps: []\n`],
      ['an offset for a zone', `${H}timezone: ▸bad-zone▸"+08:00"\nsteps: []\n`],
      ['a city for a zone', `${H}timezone: ▸bad-zone▸Beijing\nsteps: []\n`],
      ['the owner for a zone', `${H}timezone: ▸bad-zone▸owner\nsteps: []\n`],
      ['a zone that is no text', `${H}timezone: ▸wrong-type▸8\nsteps: []\n`],
      ['an unknown day', `${H}window: { days: [mon, ▸wrong-type▸wen], from: "09:00", to: "18:00" }\nsteps: []\n`],
      ['an hour that is none', `${H}window: { from: ▸wrong-type▸"9:00", to: "18:00" }\nsteps: []\n`],
      ['an hour past midnight', `${H}window: { from: "09:00", to: ▸wrong-type▸"25:00" }\nsteps: []\n`],
      ['a window of no length', `${H}window: ▸never-opens▸{ from: "09:00", to: "09:00" }\nsteps: []\n`],
      [
        'another word for holidays',
        `${H}window: { from: "09:00", to: "18:00", holidays: ▸wrong-type▸skp }\nsteps: []\n`,
      ],
      ['a spread', `${H}window: { from: "09:00", to: "18:00", spread: ▸bad-duration▸5 min }\nsteps: []\n`],
      ['an unknown key in it', `${H}window: { from: "09:00", to: "18:00", ▸unknown-key▸tz: UTC }\nsteps: []\n`],
      ['a variable that is a list', `${H}variables: { a: ▸wrong-type▸[1, 2] }\nsteps: []\n`],
      ['a group without priority', `${H}exclusive: ▸wrong-type▸{ group: selling }\nsteps: []\n`],
      ['a priority that is no number', `${H}exclusive: { group: selling, priority: ▸wrong-type▸high }\nsteps: []\n`],
    ],
  ],
  [
    'enter, exit and goal',
    [
      ['an unknown event', `${H}enter: { on: [lead.created, ▸unknown-event▸lead.creatd] }\nsteps: []\n`],
      ['an unknown path', `${H}enter: { if: { ▸unknown-path▸contact.emial: { exists: true } } }\nsteps: []\n`],
      ['a word for again', `${H}enter: { again: ▸wrong-type▸sometimes }\nsteps: []\n`],
      ['a duration for again', `${H}enter: { again: { after: ▸bad-duration▸90 dys } }\nsteps: []\n`],
      [
        'an unknown stage',
        `${H}enter: { at: [ { if: { contact.status: x }, stage: ▸unknown-stage▸lost } ] }\nsteps: []\n`,
      ],
      ['an entry without a condition', `${H}enter: { at: [ ▸wrong-type▸{ stage: main } ] }\nsteps: []\n`],
      ['an exit without anything', `${H}exit: [ ▸wrong-type▸{ as: gone } ]\nsteps: []\n`],
      [
        'a clock in an exit',
        `${H}exit: [ { if: { contact.createdAt: { ▸clock-in-exit▸within: 5 days } } } ]\nsteps: []\n`,
      ],
      [
        'a clock deep in an exit',
        `${H}exit: [ { if: { not: { any: [ { contact.createdAt: { ▸clock-in-exit▸olderThan: 5 days } } ] } } } ]\nsteps: []\n`,
      ],
      ['of without on', `${H}exit: [ { if: { contact.status: x }, ▸unknown-key▸of: account } ]\nsteps: []\n`],
      ['of a deal', `${H}goal: { on: deal.won, of: ▸wrong-type▸deal }\nsteps: []\n`],
      ['an unknown goal', `${H}goal: { on: ▸unknown-event▸deal.wn }\nsteps: []\n`],
      ['stay', `${H}goal: { on: deal.won, stay: ▸wrong-type▸"yes" }\nsteps: []\n`],
      ['an outcome that is no id', `${H}exit: [ { on: deal.lost, as: ▸wrong-type▸Not Interested } ]\nsteps: []\n`],
    ],
  ],
  [
    'stages and tracks',
    [
      ['a stage twice', `${H}stages:\n  - id: a\n  - id: ▸duplicate-id▸a\n`],
      ['a track called main', `${H}throughout: [ { id: ▸duplicate-id▸main, steps: [] } ]\nsteps: []\n`],
      ['a track without steps', `${H}throughout: [ ▸wrong-type▸{ id: a } ]\nsteps: []\n`],
      ['a move to nowhere', `${H}moves: [ { on: deal.won, to: ▸unknown-stage▸won } ]\nstages: [ { id: a } ]\n`],
      ['a move of a stage', `${H}stages:\n  - id: a\n    moves: [ { on: ▸unknown-event▸deal.wonn, to: a } ]\n`],
      [
        'an sla of no time',
        `${H}stages: [ { id: a, sla: { leaveWithin: ▸bad-duration▸0 days, escalateTo: manager } } ]\n`,
      ],
      ['an sla for nobody', `${H}stages: [ { id: a, sla: ▸wrong-type▸{ leaveWithin: 2 days } } ]\n`],
      ['an unknown key of a stage', `${H}stages: [ { id: a, ▸unknown-key▸finl: true } ]\n`],
      ['final', `${H}stages: [ { id: a, final: ▸wrong-type▸yes } ]\n`],
    ],
  ],
  [
    'messages',
    [
      ['no id', `${S}  - ▸missing-id▸${mail()}\n`],
      ['no sender', `${S}  - id: a\n    email: ▸wrong-type▸{ template: lead/hello, purpose: service }\n`],
      ['no purpose', `${S}  - id: a\n    email: ▸wrong-type▸{ template: lead/hello, from: owner }\n`],
      [
        'another purpose',
        `${S}  - id: a\n    email: { template: lead/hello, from: owner, purpose: ▸wrong-type▸sales }\n`,
      ],
      [
        'an unknown template',
        `${S}  - id: a\n    email: { template: ▸unknown-template▸lead/helo, from: owner, purpose: service }\n`,
      ],
      [
        'a missing variable',
        `${S}  - id: a\n    email: { template: ▸missing-template-variable▸lead/trial, from: owner, purpose: service }\n`,
      ],
      [
        'no way out',
        `${S}  - id: a\n    email: { template: ▸marketing-without-unsubscribe▸lead/plain, from: owner, purpose: marketing }\n`,
      ],
      ['an unknown thread', `${S}  - id: a\n    ${mail(', thread: ▸unknown-step▸b')}\n`],
      ['a thread of a task', `${S}  - id: b\n    ${call()}\n  - id: a\n    ${mail(', thread: ▸unknown-step▸b')}\n`],
      ['a usefulFor', `${S}  - id: a\n    ${mail(', usefulFor: ▸bad-duration▸-1 days')}\n`],
      ['a window', `${S}  - id: a\n    ${mail(', window: ▸wrong-type▸never')}\n`],
      ['a cc', `${S}  - id: a\n    ${mail(', ▸unknown-key▸cc: a@example.com')}\n`],
      ['an sms without id', `${S}  - ▸missing-id▸sms: { template: lead/hello, purpose: service }\n`],
      [
        'an sms with a sender',
        `${S}  - id: a\n    sms: { template: lead/hello, purpose: service, ▸unknown-key▸from: owner }\n`,
      ],
      ['a notice for nobody', `${S}  - notify: ▸wrong-type▸{ template: lead/hello }\n`],
      ['a notice without its template', `${S}  - notify: { to: manager, template: ▸unknown-template▸lead/nothing }\n`],
    ],
  ],
  [
    'tasks',
    [
      ['no id', `${S}  - ▸missing-id▸${call()}\n`],
      [
        'an unknown kind',
        `${S}  - id: a\n    task: { kind: ▸wrong-type▸phone, title: T, due: 1 days, outcomes: [a] }\n`,
      ],
      ['no title', `${S}  - id: a\n    task: ▸wrong-type▸{ kind: call, due: 1 days, outcomes: [a] }\n`],
      ['no due', `${S}  - id: a\n    task: ▸wrong-type▸{ kind: call, title: T, outcomes: [a] }\n`],
      [
        'a due that is none',
        `${S}  - id: a\n    task: { kind: call, title: T, due: ▸bad-duration▸tomorrow, outcomes: [a] }\n`,
      ],
      ['no outcomes', `${S}  - id: a\n    task: ▸wrong-type▸{ kind: call, title: T, due: 1 days }\n`],
      [
        'an empty list of outcomes',
        `${S}  - id: a\n    task: { kind: call, title: T, due: 1 days, outcomes: ▸wrong-type▸[] }\n`,
      ],
      [
        'an outcome twice',
        `${S}  - id: a\n    task: { kind: call, title: T, due: 1 days, outcomes: [a, ▸duplicate-id▸a] }\n`,
      ],
      [
        'an outcome not handled',
        `${S}  - id: a\n    task: { kind: call, title: T, due: 1 days, outcomes: [a, ▸outcome-not-handled▸b] }\n    onOutcome: { a: [] }\n`,
      ],
      ['an unknown outcome', `${S}  - id: a\n    ${call()}\n    onOutcome: { done: [], ▸unknown-key▸dne: [] }\n`],
      ['a reminder', `${S}  - id: a\n    ${call(', remind: [1 hours, ▸bad-duration▸soon]')}\n`],
      ['an escalation to nobody', `${S}  - id: a\n    ${call(', escalate: ▸wrong-type▸{ after: 1 days }')}\n`],
      [
        'an unknown field of a form',
        `${S}  - id: a\n    ${call(', form: [ { field: ▸unknown-path▸contact.budgt } ]')}\n`,
      ],
      ['onOverdue without a time', `${S}  - id: a\n    ${call()}\n    onOverdue: ▸wrong-type▸{ steps: [] }\n`],
      ['onOutcome beside a wait', `${S}  - wait: 1 days\n    ▸unknown-key▸onOutcome: {}\n`],
    ],
  ],
  [
    'waits',
    [
      ['no unit', `${S}  - wait: ▸bad-duration▸"2"\n`],
      ['a number', `${S}  - wait: ▸wrong-type▸2\n`],
      ['an unknown unit', `${S}  - wait: ▸bad-duration▸2 business weeks\n`],
      ['half a day', `${S}  - wait: ▸bad-duration▸0.5 days\n`],
      ['a minus', `${S}  - wait: ▸bad-duration▸-2 days\n`],
      ['seconds', `${S}  - wait: ▸bad-duration▸30 seconds\n`],
      ['neither until nor for', `${S}  - wait: ▸wrong-type▸{ upTo: 1 days }\n`],
      ['a time that is none', `${S}  - wait: { until: { time: ▸wrong-type▸"24:30" } }\n`],
      ['an unknown weekday', `${S}  - wait: { until: { time: "09:00", days: [▸wrong-type▸tues] } }\n`],
      ['two kinds of until', `${S}  - wait: { until: ▸wrong-type▸{ time: "09:00", date: contact.birthday } }\n`],
      ['a date that is none', `${S}  - wait: { until: { date: ▸wrong-type▸contact.name } }\n`],
      ['a date nobody knows', `${S}  - wait: { until: { date: ▸unknown-path▸contact.birthdy } }\n`],
      ['every month', `${S}  - wait: { until: { date: contact.birthday, every: ▸wrong-type▸month } }\n`],
      ['a shift', `${S}  - wait: { until: { date: contact.birthday, shift: ▸bad-duration▸3 days before } }\n`],
      ['an unknown festival', `${S}  - wait: { until: { festival: ▸wrong-type▸easter } }\n`],
      ['shift beside a time', `${S}  - wait: { until: { time: "09:00", ▸unknown-key▸shift: 1 days } }\n`],
      ['every beside a festival', `${S}  - wait: { until: { festival: christmas, ▸unknown-key▸every: year } }\n`],
      ['an unknown event', `${S}  - wait: { for: { on: ▸unknown-event▸email.repllied }, upTo: 1 days }\n`],
      [
        'a step that is not there',
        `${S}  - wait: { for: { on: email.replied, if: { event.step: ▸unknown-step▸helo } }, upTo: 1 days }\n`,
      ],
      [
        'an event field that is not there',
        `${S}  - wait: { for: { on: deal.lost, if: { ▸unknown-path▸event.resaon: x } }, upTo: 1 days }\n`,
      ],
      ['an upTo that is none', `${S}  - wait: { for: { on: deal.lost }, upTo: ▸bad-duration▸soon }\n`],
      [
        'an upTo of a date nobody knows',
        `${S}  - wait: { for: { on: deal.lost }, upTo: { date: ▸unknown-path▸deal.closeAt } }\n`,
      ],
      ['upTo beside for in the wrong place', `${S}  - wait: { for: { on: deal.lost, ▸unknown-key▸upTo: 1 days } }\n`],
      ['opens where nothing tracks', `${S}  - wait: { for: { on: ▸tracking-off▸email.opened }, upTo: 1 days }\n`],
      [
        'an else that never comes',
        `${S}  - wait: { for: { on: deal.won } }\n    else: [ ▸unreachable-step▸{ end: a } ]\n`,
      ],
      ['then beside a task', `${S}  - id: a\n    ${call()}\n    ▸unknown-key▸then: []\n`],
    ],
  ],
  [
    'ways',
    [
      ['no choice', `${S}  - choose: ▸wrong-type▸[]\n`],
      ['a choice without steps', `${S}  - choose: [ ▸wrong-type▸{ if: { contact.status: x } } ]\n`],
      [
        'else before the end',
        `${S}  - choose: [ { else: ▸wrong-type▸[] }, { if: { contact.status: x }, steps: [] } ]\n`,
      ],
      ['arms of 110', `${S}  - id: a\n    split: { arms: ▸split-not-100▸{ a: 60, b: 50 } }\n`],
      ['a share that is none', `${S}  - id: a\n    split: { arms: { a: ▸wrong-type▸half } }\n`],
      [
        'an arm that is not there',
        `${S}  - id: a\n    split: { arms: { a: 50, b: 50 } }\n    onArm: { ▸unknown-key▸c: [] }\n`,
      ],
      ['a split without id', `${S}  - ▸missing-id▸split: { arms: { a: 100 } }\n`],
      ['onArm inside split', `${S}  - id: a\n    split: { arms: { a: 100 }, ▸unknown-key▸onArm: { a: [] } }\n`],
      ['a repeat without id', `${S}  - ▸missing-id▸repeat: { every: 1 days, atMost: 2, steps: [] }\n`],
      ['a repeat without every', `${S}  - id: a\n    repeat: ▸wrong-type▸{ steps: [] }\n`],
      ['a repeat of no time', `${S}  - id: a\n    repeat: { every: ▸bad-duration▸0 days, steps: [] }\n`],
      ['atMost of none', `${S}  - id: a\n    repeat: { every: 1 days, atMost: ▸wrong-type▸0, steps: [] }\n`],
      ['a goTo to nowhere', `${S}  - wait: 1 days\n  - goTo: ▸unknown-step▸nowhere\n`],
      [
        'a goTo to another track',
        `${H}throughout: [ { id: t, steps: [ { id: x, wait: 1 days } ] } ]\nsteps:\n  - wait: 1 days\n  - goTo: ▸unknown-step▸x\n`,
      ],
      ['a moveTo to nowhere', `${S}  - moveTo: ▸unknown-stage▸won\n`],
      ['a loop', `${S}  - id: a\n    score: { add: 1, reason: r }\n  - goTo: ▸loop-without-wait▸a\n`],
      [
        'a loop through a date',
        `${S}  - id: a\n    wait: { until: { date: contact.createdAt } }\n  - goTo: ▸loop-without-wait▸a\n`,
      ],
      ['a step behind an end', `${S}  - end: a\n  - ▸unreachable-step▸wait: 1 days\n`],
      ['a step id twice', `${S}  - id: a\n    wait: 1 days\n  - id: ▸duplicate-id▸a\n    wait: 1 days\n`],
      ['a step without an action', `${S}  - ▸wrong-type▸id: a\n`],
      ['a step with two actions', `${S}  - ▸wrong-type▸wait: 1 days\n    end: a\n`],
      ['a misspelt action', `${S}  - ▸unknown-key▸goto: a\n`],
      ['an action with a capital', `${S}  - ▸unknown-key▸Wait: 1 days\n`],
    ],
  ],
  [
    'records',
    [
      ['an unknown field', `${S}  - update: { ▸unknown-path▸contact.statsu: x }\n`],
      ['the owner', `${S}  - update: { ▸unknown-path▸owner.name: x }\n`],
      ['a text for a number', `${S}  - update: { contact.score: ▸wrong-type▸high }\n`],
      ['a number for a text', `${S}  - update: { contact.status: ▸wrong-type▸5 }\n`],
      ['a text for an instant', `${S}  - update: { contact.lastOrderAt: ▸wrong-type▸soon }\n`],
      ['a text for a birthday', `${S}  - update: { contact.birthday: ▸wrong-type▸May 17 }\n`],
      ['add to a text', `${S}  - update: { contact.status: ▸wrong-type▸{ add: 1 } }\n`],
      ['addTo of a text', `${S}  - update: { contact.status: ▸wrong-type▸{ addTo: x } }\n`],
      ['two operations', `${S}  - update: { contact.score: ▸wrong-type▸{ add: 1, clear: true } }\n`],
      ['an unknown operation', `${S}  - update: { contact.score: ▸wrong-type▸{ ▸unknown-key▸plus: 1 } }\n`],
      ['from nowhere', `${S}  - update: { contact.status: { from: ▸unknown-path▸contact.statsu } }\n`],
      ['from a number into a text list', `${S}  - update: { contact.tags: { from: ▸wrong-type▸contact.score } }\n`],
      ['now: false', `${S}  - update: { contact.lastContactAt: { now: ▸wrong-type▸false } }\n`],
      ['nothing', `${S}  - update: ▸wrong-type▸{}\n`],
      ['an unknown field of a deal', `${S}  - create: { deal: { ▸unknown-path▸amout: 5 } }\n`],
      ['creating a contact', `${S}  - create: ▸wrong-type▸{ ▸unknown-key▸contact: { name: x } }\n`],
      ['a score without a reason', `${S}  - score: ▸wrong-type▸{ add: 1 }\n`],
      ['a score that is no number', `${S}  - score: { add: ▸wrong-type▸"1", reason: r }\n`],
      ['another way to assign', `${S}  - assign: { team: sales, by: ▸wrong-type▸random }\n`],
      ['a webhook without address', `${S}  - webhook: ▸wrong-type▸{ method: POST }\n`],
      ['an address that is none', `${S}  - webhook: { url: ▸wrong-type▸example }\n`],
      ['an address that nobody can call', `${S}  - webhook: { url: ▸wrong-type▸"https://example.com:99999/" }\n`],
      ['a start of something that is no id', `${S}  - start: ▸wrong-type▸Other Journey\n`],
      ['an end without an outcome', `${S}  - end: ▸wrong-type▸true\n`],
    ],
  ],
  [
    'conditions',
    [
      ['an unknown path', `${S}  - if: { ▸unknown-path▸contact.statsu: x }\n    end: a\n`],
      ['an unknown record', `${S}  - if: { ▸unknown-path▸lead.status: x }\n    end: a\n`],
      ['no record', `${S}  - if: { ▸unknown-path▸status: x }\n    end: a\n`],
      ['an unknown comparison', `${S}  - if: { contact.score: { ▸unknown-key▸greater: 5 } }\n    end: a\n`],
      ['a value of the wrong type', `${S}  - if: { contact.score: ▸wrong-type▸high }\n    end: a\n`],
      [
        'one of several',
        `${S}  - if: { contact.status: x, contact.score: { gt: ▸wrong-type▸high }, ▸unknown-path▸contact.nme: y }\n    end: a\n`,
      ],
      ['a null', `${S}  - if: { contact.status: ▸wrong-type▸null }\n    end: a\n`],
      ['a list for equality', `${S}  - if: { contact.status: ▸wrong-type▸[a, b] }\n    end: a\n`],
      ['in without a list', `${S}  - if: { contact.status: { in: ▸wrong-type▸a } }\n    end: a\n`],
      ['in of a wrong value', `${S}  - if: { contact.status: { in: ▸wrong-type▸[a, 5] } }\n    end: a\n`],
      ['exists of a word', `${S}  - if: { contact.email: { exists: ▸wrong-type▸"yes" } }\n    end: a\n`],
      ['a moment that is none', `${S}  - if: { contact.createdAt: { before: ▸wrong-type▸yesterday } }\n    end: a\n`],
      [
        'a duration that is none',
        `${S}  - if: { contact.createdAt: { olderThan: ▸bad-duration▸90 dys } }\n    end: a\n`,
      ],
      ['all of a map', `${S}  - if: { all: ▸wrong-type▸{ contact.status: x } }\n    end: a\n`],
      ['any of nothing', `${S}  - if: { any: ▸wrong-type▸[] }\n    end: a\n`],
      ['a list', `${S}  - if: ▸wrong-type▸[ { contact.status: x } ]\n    end: a\n`],
      ['an empty map', `${S}  - if: ▸wrong-type▸{}\n    end: a\n`],
      ['an unknown variable', `${S}  - if: { ▸unknown-path▸variables.trial: 1 }\n    end: a\n`],
      ['an unknown step', `${S}  - if: { ▸unknown-step▸steps.hello.replied: true }\n    end: a\n`],
      [
        'an unknown result of a step',
        `${S}  - id: hello\n    ${mail()}\n  - if: { ▸unknown-path▸steps.hello.answered: true }\n    end: a\n`,
      ],
      [
        'an unknown outcome',
        `${S}  - id: hello\n    ${call()}\n  - if: { steps.hello.outcome: ▸wrong-type▸dne }\n    end: a\n`,
      ],
      [
        'clicks where nothing tracks',
        `${S}  - id: hello\n    ${mail()}\n  - if: { ▸tracking-off▸steps.hello.clicked: true }\n    end: a\n`,
      ],
      [
        'a count outside of a segment',
        `${S}  - if: { ▸unknown-path▸events.order.placed: { atLeast: 1 } }\n    end: a\n`,
      ],
      [
        'in until of a repeat',
        `${S}  - id: a\n    repeat: { every: 1 days, until: { ▸unknown-path▸contact.statsu: x }, steps: [] }\n`,
      ],
      ['in a choice', `${S}  - choose: [ { if: { contact.score: ▸wrong-type▸x }, steps: [] } ]\n`],
    ],
  ],
  [
    'campaigns, segments, surveys',
    [
      ['no audience', '▸wrong-type▸kind: campaign\nid: a\nname: A\nsteps: []\n'],
      [
        'two audiences',
        'kind: campaign\nid: a\nname: A\naudience: ▸wrong-type▸{ segment: s, file: f.csv }\nsteps: []\n',
      ],
      [
        'an audience that knows no such field',
        'kind: campaign\nid: a\nname: A\naudience: { if: { ▸unknown-path▸contact.vip: true } }\nsteps: []\n',
      ],
      [
        'a time with an offset',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nat: { time: ▸wrong-type▸"2027-09-14T10:00Z", timezone: contact }\nsteps: []\n',
      ],
      [
        'a day that is none',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nat: { time: ▸wrong-type▸"2027-02-30T10:00", timezone: contact }\nsteps: []\n',
      ],
      [
        'a zone that is none',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nat: { time: "2027-09-14T10:00", timezone: ▸bad-zone▸CN }\nsteps: []\n',
      ],
      [
        'a template that is not there',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nsend: { email: { template: ▸unknown-template▸lead/no, from: owner, purpose: service } }\n',
      ],
      [
        'no way out',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nsend: { email: { template: ▸marketing-without-unsubscribe▸lead/plain, from: owner, purpose: marketing } }\n',
      ],
      [
        'both send and steps',
        '▸wrong-type▸kind: campaign\nid: a\nname: A\naudience: { segment: s }\nsend: { email: { template: lead/hello, from: owner, purpose: service } }\nsteps: []\n',
      ],
      [
        'no rate',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrate: { perMinute: ▸wrong-type▸0 }\nsteps: []\n',
      ],
      [
        'a priority of 10',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\npriority: ▸wrong-type▸10\nsteps: []\n',
      ],
      [
        'a hold-out of 200',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nholdOut: ▸wrong-type▸200\nsteps: []\n',
      ],
      [
        'no place for anybody',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: { places: ▸wrong-type▸0, companions: 2 }\nsteps: []\n',
      ],
      [
        'half a companion',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: { places: 5, companions: ▸wrong-type▸0.5 }\nsteps: []\n',
      ],
      [
        'more companions than there could be places for',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: { places: ▸wrong-type▸3, companions: 3 }\nsteps: []\n',
      ],
      [
        'an invitation without places and companions',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: ▸wrong-type▸{}\nsteps: []\n',
      ],
      [
        'places under another name',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: { ▸unknown-key▸seats: 40, companions: 1 }\nsteps: []\n',
      ],
      [
        'answers that are heard, and waiting that is not',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\nrsvp: { places: ▸waiting-not-heard▸40 }\nsteps:\n  - wait: { for: { on: form.submitted } }\n',
      ],
      [
        'an unknown goal',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\ngoal: { on: ▸unknown-event▸order.plced, within: 14 days }\nsteps: []\n',
      ],
      [
        'a calendar nobody knows',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\ncalendar: ▸unknown-calendar▸mars\nsteps: []\n',
      ],
      [
        'stages in a campaign',
        'kind: campaign\nid: a\nname: A\naudience: { segment: s }\n▸unknown-key▸stages: []\nsteps: []\n',
      ],
      ['a segment without a condition', '▸wrong-type▸kind: segment\nid: a\nname: A\n'],
      ['a segment of an event', 'kind: segment\nid: a\nname: A\nif: { ▸unknown-path▸event.step: x }\n'],
      ['a segment of a step', 'kind: segment\nid: a\nname: A\nif: { ▸unknown-path▸steps.hello.replied: true }\n'],
      ['a segment of a variable', 'kind: segment\nid: a\nname: A\nif: { ▸unknown-path▸variables.x: true }\n'],
      [
        'a count of an unknown event',
        'kind: segment\nid: a\nname: A\nif: { ▸unknown-event▸events.order.plcd: { atLeast: 1 } }\n',
      ],
      [
        'a count without a number',
        'kind: segment\nid: a\nname: A\nif: { events.order.placed: ▸wrong-type▸{ within: 1 days } }\n',
      ],
      [
        'a count in no time',
        'kind: segment\nid: a\nname: A\nif: { events.order.placed: { atLeast: 1, within: ▸bad-duration▸ever } }\n',
      ],
      ['a survey without questions', 'kind: survey\nid: a\nname: A\nquestions: ▸wrong-type▸[]\n'],
      [
        'a question of an unknown type',
        'kind: survey\nid: a\nname: A\nquestions: [ { id: q, label: Q, type: ▸wrong-type▸stars } ]\n',
      ],
      [
        'a choice without options',
        'kind: survey\nid: a\nname: A\nquestions: [ ▸wrong-type▸{ id: q, label: Q, type: choice } ]\n',
      ],
      [
        'a question twice',
        'kind: survey\nid: a\nname: A\nquestions: [ { id: q, label: Q, type: text }, { id: ▸duplicate-id▸q, label: Q, type: text } ]\n',
      ],
    ],
  ],
];

describe.each(CASES)('%s', (_, cases) => {
  test.each(cases)('%s is found at its place, and nothing else', (_name, text) => {
    const { text: plain, expected } = marked(text);
    expect(findingsOf(plain)).toEqual(expected);
  });
});
