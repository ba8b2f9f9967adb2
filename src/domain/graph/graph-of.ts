import type {
  CampaignDefinition,
  Definition,
  Enter,
  Exit,
  JourneyDefinition,
  Stage,
  Step,
  Track,
} from '../definition/definition.js';
import { assertNever } from '../result.js';
import { conditionText, durationText } from './condition-text.js';
import type { Graph, GraphBranch, GraphRule, GraphStage, GraphStep, GraphTrack, Jump } from './model.js';
import { eventText, plainText, type Speech, stepWords, untilText, windowText } from './step-words.js';
import { type GraphLanguage, type Words, wordsIn } from './words.js';

/** What there is to draw of a definition; null for one without steps (a segment, a survey, a form). */
export function graphOf(definition: Definition, language: GraphLanguage): Graph | null {
  switch (definition.kind) {
    case 'journey':
      return journeyGraph(definition, speechOf(language, definition.stages));
    case 'campaign':
      return campaignGraph(definition, speechOf(language, []));
    case 'segment':
    case 'survey':
    case 'form':
      return null;
    default:
      return assertNever(definition);
  }
}

const stageLabel = (stage: Stage, language: GraphLanguage): string =>
  stage.name === undefined ? stage.id : plainText(stage.name, language);

function speechOf(language: GraphLanguage, stages: readonly Stage[]): Speech {
  const names = new Map(stages.map((stage) => [stage.id, stageLabel(stage, language)]));
  return { words: wordsIn(language), language, stageName: (id) => names.get(id) ?? id };
}

function journeyGraph(definition: JourneyDefinition, speech: Speech): Graph {
  const { words } = speech;
  const tracks = definition.throughout
    .filter((track) => track.steps.length > 0)
    .map((track) => trackGraph(track, track.id, speech));
  const steps = [...definition.stages.flatMap((stage) => [stage, ...stage.alongside]), ...definition.throughout];
  return {
    id: definition.id,
    title: plainText(definition.name, speech.language),
    subtitle: `${definition.id} · ${words.head.per} ${words.subjects[definition.per]} · ${words.steps(countSteps(steps))}`,
    rules: journeyRules(definition, speech),
    stages: definition.stages.map((stage) => stageGraph(stage, definition, speech)),
    throughout: tracks.length === 0 ? null : { label: words.throughout, tracks },
  };
}

function countSteps(tracks: readonly { readonly steps: readonly Step[] }[]): number {
  let count = 0;
  const walk = (steps: readonly Step[]): void => {
    for (const step of steps) {
      count++;
      for (const inner of innerOf(step)) walk(inner);
    }
  };
  for (const track of tracks) walk(track.steps);
  return count;
}

function journeyRules(definition: JourneyDefinition, { words, stageName }: Speech): GraphRule[] {
  const { head } = words;
  const { calendar, window, exclusive } = definition;
  return [
    rule(head.enter, enterText(definition.enter, words)),
    ...definition.enter.at.map(({ if: condition, stage }) => ({
      label: head.startAt,
      text: `${conditionText(condition, words)} → ${stageName(stage)}`,
      stage,
    })),
    ...definition.goal.map((goal) =>
      rule(head.goal, `${eventText(goal, words)} (${goal.stay ? words.stays : words.ends})`),
    ),
    ...definition.exit.map((exit) => rule(head.exit, exitText(exit, words))),
    ...definition.moves.map((move) => ({
      label: head.moves,
      text: `${words.anyStage}${words.comma}${eventText(move, words)} → ${stageName(move.to)}`,
      stage: move.to,
    })),
    ...(window === undefined ? [] : [rule(head.window, windowText(window, words))]),
    ...(calendar === undefined ? [] : [rule(head.calendar, calendar)]),
    ...(exclusive === undefined ? [] : [rule(head.exclusive, `${exclusive.group} (${exclusive.priority})`)]),
  ];
}

const rule = (label: string, text: string): GraphRule => ({ label, text, stage: null });

function enterText({ on, if: condition, again }: Enter, words: Words): string {
  const events = on.map((type) => (type === 'manual' ? words.manual : type)).join(words.or);
  const when = condition === undefined ? '' : ` (${conditionText(condition, words)})`;
  const often =
    typeof again === 'string' ? words.again[again] : `${words.again.after} ${durationText(again.after, words)}`;
  return `${events}${when}${words.comma}${often}`;
}

function exitText(exit: Exit, words: Words): string {
  const when =
    exit.on.length > 0
      ? eventText(exit, words)
      : exit.if === undefined
        ? ''
        : `${words.onlyIf} ${conditionText(exit.if, words)}`;
  return `${when} → ${exit.as}`;
}

function stageGraph(stage: Stage, definition: JourneyDefinition, speech: Speech): GraphStage {
  const { words } = speech;
  const single = definition.stages.length === 1 && stage.id === 'main' && stage.name === undefined;
  return {
    id: stage.id,
    label: single ? '' : stageLabel(stage, speech.language),
    final: stage.final && !single,
    rules: [
      ...stage.sla.map(({ leaveWithin, escalateTo }) =>
        rule(
          'SLA',
          `${words.leaveWithin} ${durationText(leaveWithin, words)}${words.comma}${words.escalate} ${escalateTo}`,
        ),
      ),
      ...stage.moves.map((move) => ({
        label: words.head.moves,
        text: `${eventText(move, words)} → ${speech.stageName(move.to)}`,
        stage: move.to,
      })),
    ],
    tracks: [
      trackGraph(stage, stage.alongside.length === 0 ? '' : words.mainTrack, speech),
      ...stage.alongside.map((track) => trackGraph(track, `${words.alongside}: ${track.id}`, speech)),
    ],
  };
}

function campaignGraph(definition: CampaignDefinition, speech: Speech): Graph {
  const { head } = speech.words;
  const { audience, exclude, at } = definition.body;
  return {
    id: definition.id,
    title: plainText(definition.name, speech.language),
    subtitle: `${definition.id} · ${speech.words.steps(countSteps([definition]))}`,
    rules: [
      ...(audience === undefined ? [] : [rule(head.audience, plainValues(audience))]),
      ...(exclude === undefined ? [] : [rule(head.exclude, plainValues(exclude))]),
      ...(at === undefined ? [] : [rule(head.at, plainValues(at))]),
    ],
    stages: [{ id: 'main', label: '', final: false, rules: [], tracks: [trackGraph(definition, '', speech)] }],
    throughout: null,
  };
}

/** The values of a small map as written, `active-customers` or `2027-09-14T10:00 contact`. */
const plainValues = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.values(value)
        .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
        .join(' ')
    : String(value);

const trackGraph = (track: Pick<Track, 'steps'>, label: string, speech: Speech): GraphTrack => ({
  label,
  steps: track.steps.map((step) => stepGraph(step, speech)),
});

/** The key that a journey's position has (see the flat layout of journeys). */
const keyOf = (step: Step): string => step.id ?? step.path.join('.');

function stepGraph(step: Step, speech: Speech): GraphStep {
  return {
    key: keyOf(step),
    action: step.action,
    ...stepWords(step, speech),
    condition: step.if === undefined ? null : `${speech.words.onlyIf} ${conditionText(step.if, speech.words)}`,
    branches: branchesOf(step, speech),
    jump: jumpOf(step),
    goesOn: goesOn(step),
  };
}

function jumpOf(step: Step): Jump | null {
  switch (step.action) {
    case 'goTo':
      return { type: 'step', key: step.goTo };
    case 'moveTo':
      return { type: 'stage', id: step.moveTo };
    case 'end':
      return { type: 'end' };
    default:
      return null;
  }
}

function goesOn(step: Step): boolean {
  if (step.if !== undefined) return true;
  if (step.action === 'repeat') return step.repeat.atMost !== undefined || step.repeat.until !== undefined;
  return step.action !== 'goTo' && step.action !== 'moveTo' && step.action !== 'end';
}

const innerOf = (step: Step): readonly (readonly Step[])[] => rawBranches(step, null).map((branch) => branch.steps);

interface RawBranch {
  readonly label: string;
  readonly type: GraphBranch['type'];
  readonly steps: readonly Step[];
}

function branchesOf(step: Step, speech: Speech): GraphBranch[] {
  const branches = rawBranches(step, speech);
  // Nothing happens on any of its ways: the outcomes alone are no reason to draw them.
  if (branches.every((branch) => branch.steps.length === 0)) return [];
  return joinEmpty(branches).map((branch) => ({
    ...branch,
    steps: branch.steps.map((inner) => stepGraph(inner, speech)),
  }));
}

/** Ways on which nothing happens are drawn as one, where the first of them stands. */
function joinEmpty(branches: readonly RawBranch[]): RawBranch[] {
  const empty = branches.filter((branch) => branch.type === 'way' && branch.steps.length === 0);
  const [first] = empty;
  if (first === undefined || empty.length === 1) return [...branches];
  const joined = { ...first, label: empty.map((branch) => branch.label).join(' · ') };
  return branches.flatMap((branch) => (branch === first ? [joined] : empty.includes(branch) ? [] : [branch]));
}

/** A step's inner lists with their labels; without speech, unlabelled. */
function rawBranches(step: Step, speech: Speech | null): RawBranch[] {
  const say = (of: (speech: Speech) => string): string => (speech === null ? '' : of(speech));
  const way = (label: string, steps: readonly Step[]): RawBranch => ({ label, type: 'way', steps });
  switch (step.action) {
    case 'task':
      return [
        ...step.task.outcomes.map((outcome) => way(outcome, step.onOutcome[outcome] ?? [])),
        ...(step.onOverdue === undefined
          ? []
          : [
              {
                label: say(
                  ({ words }) => `${words.overdue} ${durationText(step.onOverdue?.after ?? step.task.due, words)}`,
                ),
                type: 'aside' as const,
                steps: step.onOverdue.steps,
              },
            ]),
      ];
    case 'wait':
      return waitBranches(step, say, way);
    case 'choose': {
      const ways = step.choose.map((choice) =>
        way(
          say(({ words }) => (choice.if === undefined ? words.otherwise : conditionText(choice.if, words))),
          choice.steps,
        ),
      );
      const hasElse = step.choose.some((choice) => choice.if === undefined);
      return hasElse
        ? ways
        : [
            ...ways,
            way(
              say(({ words }) => words.otherwise),
              [],
            ),
          ];
    }
    case 'split':
      return Object.entries(step.arms).map(([arm, share]) => way(`${arm} ${share}%`, step.onArm[arm] ?? []));
    case 'repeat':
      return [{ label: '', type: 'loop', steps: step.repeat.steps }];
    default:
      return [];
  }
}

function waitBranches(
  step: Extract<Step, { readonly action: 'wait' }>,
  say: (of: (speech: Speech) => string) => string,
  way: (label: string, steps: readonly Step[]) => RawBranch,
): RawBranch[] {
  const { wait } = step;
  if (wait.type === 'until') {
    const then = way(
      say(({ words }) => words.timePassed),
      step.then,
    );
    return step.else === undefined
      ? [then]
      : [
          then,
          way(
            say(({ words }) => words.noValue),
            step.else,
          ),
        ];
  }
  const { upTo } = wait;
  const came = say(({ words }) => (wait.type === 'event' ? wait.event.on.join(words.or) : words.conditionHolds));
  const ranOut = say(({ words }) =>
    upTo === undefined
      ? words.otherwise
      : upTo.type === 'duration'
        ? `${words.after} ${durationText(upTo.duration, words)}`
        : untilText(upTo, words),
  );
  return upTo === undefined ? [way(came, step.then)] : [way(came, step.then), way(ranOut, step.else ?? [])];
}
