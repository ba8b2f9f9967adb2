import type { SendWindow } from '../calendar/window.js';
import type { EventMatch, Step, TaskStep, Text, Until, UpdateValue, WaitStep } from '../definition/definition.js';
import { assertNever } from '../result.js';
import { pickText } from '../text.js';
import { conditionText, durationText } from './condition-text.js';
import type { GraphLanguage, Words } from './words.js';

/** What a card says of a step. */
export interface StepWords {
  readonly kind: string;
  readonly title: string;
  readonly details: readonly string[];
}

/** The words and the language they are of. */
export interface Speech {
  readonly words: Words;
  readonly language: GraphLanguage;
  /** A stage's name. */
  readonly stageName: (id: string) => string;
}

/** A name or title with its Handlebars made readable: `First call: ‹contact.name›`. */
export const plainText = (text: Text, language: GraphLanguage): string =>
  pickText(text, language)
    .replace(/\{\{\{?\s*([^{}]*?)\s*\}?\}\}/g, '‹$1›')
    .replace(/\s+/g, ' ');

export function stepWords(step: Step, speech: Speech): StepWords {
  const { words } = speech;
  const kind = words.actions[step.action];
  const said = titleAndDetails(step, speech);
  const title = said.title === '' ? (step.id ?? kind) : said.title;
  const named = step.id !== undefined && title !== step.id ? [step.id] : [];
  const details = [...named, ...said.details].filter((detail) => detail !== '');
  return {
    kind: step.action === 'task' ? `${kind} · ${words.tasks[step.task.kind]}` : kind,
    title,
    details: details.length === 0 ? [] : [details.join(' · ')],
  };
}

interface Said {
  readonly title: string;
  readonly details: readonly string[];
}

const only = (title: string): Said => ({ title, details: [] });

function titleAndDetails(step: Step, speech: Speech): Said {
  const { words } = speech;
  switch (step.action) {
    case 'email':
      return {
        title: '',
        details: [step.email.template, `${words.from} ${step.email.from}`, step.email.topic ?? step.email.purpose],
      };
    case 'sms':
      return { title: '', details: [step.sms.template, step.sms.topic ?? step.sms.purpose] };
    case 'notify':
      return { title: step.notify.to, details: [step.notify.template] };
    case 'task':
      return { title: plainText(step.task.title, speech.language), details: taskDetails(step.task, words) };
    case 'wait':
      return only(waitText(step.wait, words));
    case 'choose':
      return only(words.firstThatFits);
    case 'split':
      return only(words.byShares);
    case 'repeat':
      return only(repeatText(step.repeat, words));
    case 'update':
      return only(updatesText(step.update, '', words));
    case 'create':
      return only(updatesText(step.create.deal, 'deal.', words));
    case 'score':
      return only(`${step.score.add > 0 ? words.plus : ''}${step.score.add} ${step.score.reason}`);
    case 'assign':
      return only(`${step.assign.team}${words.comma}${words.by[step.assign.by]}`);
    case 'webhook':
      // The address without its query: that may carry what is nobody's business.
      return only(`${step.webhook.method ?? 'POST'} ${step.webhook.url.replace(/[?#].*$/, '')}`);
    case 'start':
      return only(step.start);
    case 'stop':
      return only(step.stop);
    case 'moveTo':
      return only(speech.stageName(step.moveTo));
    case 'goTo':
      return only(step.goTo);
    case 'end':
      return only(step.end);
    default:
      return assertNever(step);
  }
}

function taskDetails(task: TaskStep, words: Words): string[] {
  const { escalate } = task;
  return [
    task.assign,
    `${words.due} ${durationText(task.due, words)}`,
    escalate === undefined ? '' : `${words.escalate} ${escalate.to}`,
  ];
}

type Repeat = Extract<Step, { readonly action: 'repeat' }>['repeat'];

const repeatText = ({ every, startAfter, atMost, until }: Repeat, words: Words): string =>
  [
    `${words.every} ${durationText(every, words)}`,
    startAfter === undefined ? '' : words.first(durationText(startAfter, words)),
    atMost === undefined ? '' : words.atMost(atMost),
    until === undefined ? '' : `${words.until} ${conditionText(until, words)}`,
  ]
    .filter((part) => part !== '')
    .join(words.comma);

const updatesText = (updates: { readonly [path: string]: UpdateValue }, prefix: string, words: Words): string =>
  Object.entries(updates)
    .map(([path, value]) => `${prefix}${path} ${updateText(value, words)}`)
    .join(words.comma);

function updateText(value: UpdateValue, words: Words): string {
  switch (value.op) {
    case 'set':
      return `= ${Array.isArray(value.value) ? value.value.join(words.comma) : String(value.value)}`;
    case 'add':
      return value.n < 0 ? `− ${-value.n}` : `+ ${value.n}`;
    case 'addTo':
      return `+ ${value.value}`;
    case 'removeFrom':
      return `− ${value.value}`;
    case 'from':
      return `= ${value.path}`;
    case 'now':
      return `= ${words.now}`;
    case 'clear':
      return words.cleared;
    default:
      return assertNever(value);
  }
}

export function waitText(wait: WaitStep, words: Words): string {
  switch (wait.type) {
    case 'until':
      return untilText(wait.until, words);
    case 'event':
      return `${words.waitFor} ${eventText(wait.event, words)}${upToText(wait.upTo, words)}`;
    case 'condition':
      return `${words.until} ${conditionText(wait.if, words)}${upToText(wait.upTo, words)}`;
    default:
      return assertNever(wait);
  }
}

const upToText = (upTo: Until | undefined, words: Words): string =>
  upTo === undefined ? '' : `${words.comma}${words.upTo} ${untilText(upTo, words, '')}`;

/** `email.replied or quote.refused (event.step is hello)`. */
export function eventText(match: EventMatch, words: Words): string {
  const of = match.of === undefined ? '' : ` ${words.ofAccount}`;
  const when = match.if === undefined ? '' : ` (${conditionText(match.if, words)})`;
  return `${match.on.join(words.or)}${of}${when}`;
}

export function untilText(until: Until, words: Words, lead = `${words.until} `): string {
  switch (until.type) {
    case 'duration':
      return durationText(until.duration, words);
    case 'time':
      return `${lead}${until.time}${until.days === undefined ? '' : ` ${until.days.map((day) => words.weekdays[day]).join('/')}`}`;
    case 'local':
      return `${lead}${until.time} ${until.timezone}`;
    case 'date':
    case 'festival': {
      const what = until.type === 'date' ? until.path : until.festival;
      const shift =
        until.shift === undefined
          ? ''
          : ` ${until.shift.n < 0 ? '−' : '+'} ${durationText({ ...until.shift, n: Math.abs(until.shift.n) }, words)}`;
      const yearly = until.type === 'date' && until.every === 'year' ? ` ${words.eachYear}` : '';
      return `${lead}${what}${shift}${until.at === undefined ? '' : ` ${until.at}`}${yearly}`;
    }
    default:
      return assertNever(until);
  }
}

/** `Mon–Fri 09:00–18:00, no holidays`. */
export function windowText(window: SendWindow, words: Words): string {
  const days = window.days === undefined ? '' : `${window.days.map((day) => words.weekdays[day]).join('/')} `;
  const holidays = window.holidays === 'skip' ? `${words.comma}${words.holidaysSkipped}` : '';
  return `${days}${window.from}–${window.to}${holidays}`;
}
