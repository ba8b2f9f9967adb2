import type { Form, Span } from './form.js';

/* Which step of the wizard has which fields, what is wrong in them, and which steps are ready. Pure. */

export const STEPS = ['who', 'what', 'when', 'check', 'send'] as const;
export type Step = (typeof STEPS)[number];
/** The steps with fields. */
export type Filled = 'who' | 'what' | 'when';

export type Field = keyof Form;
/** What the page itself sees; all else the server's findings say. */
export type Fault = 'missing' | 'number' | 'share' | 'priority' | 'hour' | 'days' | 'zone';
export type Faults = Partial<Readonly<Record<Field, Fault>>>;

const FIELDS: { readonly [step in Filled]: readonly Field[] } = {
  who: ['name', 'nameInChinese', 'whom', 'segment', 'file', 'without', 'withoutSegment', 'withoutFile', 'holdOut'],
  what: ['way', 'template', 'from', 'purpose', 'topic', 'usefulFor', 'goal', 'within'],
  when: [
    ...(['start', 'day', 'hour', 'clock', 'zone', 'hasWindow', 'days', 'opens', 'closes'] as const),
    ...(['spread', 'calendar', 'perMinute', 'priority'] as const),
  ],
};

const isFilled = (step: Step): step is Filled => step !== 'check' && step !== 'send';

const stepOf = (field: Field): Filled =>
  (['who', 'what', 'when'] as const).find((step) => FIELDS[step].includes(field)) ?? 'who';

/** What is wrong in the fields. */
export function faultsOf(form: Form): Faults {
  return Object.fromEntries(
    [...whoFaults(form), ...whatFaults(form), ...whenFaults(form)].filter((entry) => entry !== null),
  );
}

type Entry = readonly [Field, Fault] | null;
const missing = (field: Field, isMissing: boolean): Entry => (isMissing ? [field, 'missing'] : null);
const isEmpty = (text: string): boolean => text.trim() === '';
const isWhole = (text: string): boolean => /^\d{1,9}$/.test(text.trim());
const isHour = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
const wrong = (field: Field, fault: Fault, isWrong: boolean): Entry => (isWrong ? [field, fault] : null);
const isBadSpan = ({ n }: Span): boolean => !isEmpty(n) && !isWhole(n);

const isShare = (text: string): boolean => /^\d{1,3}(\.\d+)?$/.test(text.trim()) && Number(text) <= 100;

const whoFaults = (form: Form): readonly Entry[] => [
  missing('name', isEmpty(form.name) && isEmpty(form.nameInChinese)),
  missing('segment', form.whom === 'segment' && form.segment === null),
  missing('file', form.whom === 'file' && isEmpty(form.file)),
  missing('withoutSegment', form.without === 'segment' && form.withoutSegment === null),
  missing('withoutFile', form.without === 'file' && isEmpty(form.withoutFile)),
  wrong('holdOut', 'share', !isEmpty(form.holdOut) && !isShare(form.holdOut)),
];

const whatFaults = (form: Form): readonly Entry[] => [
  ...(form.way === 'steps'
    ? []
    : [
        missing('template', form.template === null),
        missing('from', form.way === 'email' && form.from === null),
        missing('purpose', form.purpose === null),
        wrong('usefulFor', 'number', isBadSpan(form.usefulFor)),
      ]),
  wrong('within', 'number', isBadSpan(form.within)),
];

const whenFaults = (form: Form): readonly Entry[] => [
  ...(form.start === 'at-once'
    ? []
    : [
        missing('day', form.day === null || form.day === ''),
        wrong('hour', 'hour', !isHour(form.hour)),
        wrong('zone', 'zone', form.clock === 'zone' && isEmpty(form.zone)),
      ]),
  ...(form.hasWindow
    ? [
        wrong('days', 'days', form.days.length === 0),
        wrong('opens', 'hour', !isHour(form.opens)),
        wrong('closes', 'hour', !isHour(form.closes) && form.closes !== '24:00'),
        wrong('spread', 'number', !isEmpty(form.spread) && !isWhole(form.spread)),
      ]
    : []),
  wrong('perMinute', 'number', !isEmpty(form.perMinute) && !(isWhole(form.perMinute) && Number(form.perMinute) > 0)),
  wrong('priority', 'priority', !isEmpty(form.priority) && !/^[1-9]$/.test(form.priority.trim())),
];

export interface FindingAt {
  readonly pointer: string;
  readonly severity: 'error' | 'warning';
}

const AT: readonly (readonly [RegExp, Field])[] = [
  [/^\/name/, 'name'],
  [/^\/audience\/file/, 'file'],
  [/^\/audience/, 'segment'],
  [/^\/exclude\/file/, 'withoutFile'],
  [/^\/exclude/, 'withoutSegment'],
  [/^\/holdOut/, 'holdOut'],
  [/^\/send\/\w+\/from/, 'from'],
  [/^\/send\/\w+\/purpose/, 'purpose'],
  [/^\/send\/\w+\/topic/, 'topic'],
  [/^\/send\/\w+\/usefulFor/, 'usefulFor'],
  [/^\/(send|steps|variables)/, 'template'],
  [/^\/goal\/within/, 'within'],
  [/^\/goal/, 'goal'],
  [/^\/at\/timezone/, 'zone'],
  [/^\/at/, 'hour'],
  [/^\/timezone/, 'zone'],
  [/^\/window\/spread/, 'spread'],
  [/^\/window\/days/, 'days'],
  [/^\/window\/to/, 'closes'],
  [/^\/window/, 'opens'],
  [/^\/calendar/, 'calendar'],
  [/^\/rate/, 'perMinute'],
  [/^\/priority/, 'priority'],
];

/** The field that a finding is about; null: it is about the text as a whole. */
export const fieldAt = (pointer: string): Field | null => AT.find(([at]) => at.test(pointer))?.[1] ?? null;

/** The findings of one step; those about the whole text come at the message, where it is written. */
export const findingsIn = <F extends FindingAt>(step: Filled, findings: readonly F[]): readonly F[] =>
  findings.filter(({ pointer }) => stepOf(fieldAt(pointer) ?? 'template') === step);

/** open: something is missing. faulty: something is wrong. */
export type StepState = 'open' | 'faulty' | 'ready';

export interface Progress {
  readonly form: Form;
  readonly findings: readonly FindingAt[];
  /** Whether what the findings are about is what stands in the fields. */
  readonly isSaved: boolean;
  /** Of the last whole check of this text: how many would get it; null: there was none. */
  readonly wouldSend: number | null;
}

export function stepState(step: Step, { form, findings, isSaved, wouldSend }: Progress): StepState {
  if (step === 'check') return wouldSend === null ? 'open' : wouldSend === 0 ? 'faulty' : 'ready';
  if (!isFilled(step)) return 'open';
  const faults = Object.entries(faultsOf(form)).filter(([field]) => stepOf(field as Field) === step);
  if (faults.some(([, fault]) => fault !== 'missing')) return 'faulty';
  if (faults.length > 0) return 'open';
  const isRefused = isSaved && findingsIn(step, findings).some(({ severity }) => severity === 'error');
  return isRefused ? 'faulty' : 'ready';
}

/** Whether anything of a step is missing or wrong, as far as the page sees. */
export const isFaulty = (step: Filled, form: Form): boolean =>
  Object.keys(faultsOf(form)).some((field) => stepOf(field as Field) === step);

/** What keeps a campaign from going out: the first step that is not ready. Null: nothing does. */
export const notReady = (progress: Progress): Filled | null =>
  (['who', 'what', 'when'] as const).find((step) => stepState(step, progress) !== 'ready') ?? null;

export const stepAfter = (step: Step): Step => STEPS[Math.min(STEPS.indexOf(step) + 1, STEPS.length - 1)] ?? step;
export const stepBefore = (step: Step): Step => STEPS[Math.max(STEPS.indexOf(step) - 1, 0)] ?? step;
