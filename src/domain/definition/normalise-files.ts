import { defined } from '../defined.js';
import type {
  AudienceRule,
  CampaignDefinition,
  Definition,
  Enter,
  Exit,
  FormDefinition,
  JourneyDefinition,
  Move,
  Stage,
  SurveyDefinition,
  Track,
} from './definition.js';
import type { DocPath } from './finding.js';
import { durationOf, emailOf, listOf, type Normaliser, windowOf } from './normalise-steps.js';
import type { RawCampaign, RawFile, RawForm, RawJourney, RawSurvey } from './schema-files.js';

/** The typed form of a file whose shape is right. */
export function normalise(raw: RawFile, by: Normaliser): Definition {
  switch (raw.kind) {
    case 'journey':
      return journeyOf(raw, by);
    case 'campaign':
      return campaignOf(raw, by);
    case 'segment':
      return { kind: 'segment', id: raw.id, name: raw.name, if: by.condition(raw.if, ['if'], 'segment') };
    case 'survey':
      return surveyOf(raw);
    case 'form':
      return formOf(raw);
  }
}

/** The outcome of a journey that an exit without `as` ended. */
export const DEFAULT_EXIT_OUTCOME = 'exit';

function journeyOf(raw: RawJourney, by: Normaliser): JourneyDefinition {
  return defined({
    kind: 'journey' as const,
    id: raw.id,
    name: raw.name,
    per: raw.per ?? 'contact',
    calendar: raw.calendar,
    timezone: raw.timezone,
    window: raw.window && windowOf(raw.window),
    variables: raw.variables ?? {},
    exclusive: raw.exclusive,
    enter: enterOf(raw.enter, by),
    exit: at(raw.exit, ['exit']).map(([exit, path]) => exitOf(exit, path, by)),
    goal: at(raw.goal, ['goal']).map(([goal, path]) => ({ ...by.eventMatch(goal, path), stay: goal.stay ?? false })),
    stages: stagesOf(raw, by),
    throughout: tracksOf(raw.throughout, ['throughout'], by),
    moves: movesOf(raw.moves, ['moves'], by),
  });
}

/** The items of a list, or the one item that stands in its place, with their paths. */
function at<T extends object>(raw: T | readonly T[] | undefined, path: DocPath): (readonly [T, DocPath])[] {
  const inList = Array.isArray(raw);
  return listOf<T>(raw).map((item, i) => [item, inList ? [...path, i] : path] as const);
}

function enterOf(raw: RawJourney['enter'], by: Normaliser): Enter {
  const again = raw?.again ?? 'never';
  const on = raw?.on === undefined ? ['manual'] : by.listen(raw.on, ['enter', 'on'], true);
  return defined({
    on,
    if: by.optionalCondition(raw?.if, ['enter', 'if'], 'enter', on),
    again: typeof again === 'string' ? again : { after: durationOf(again.after) },
    at: at(raw?.at, ['enter', 'at']).map(([entry, path]) => ({
      if: by.condition(entry.if, [...path, 'if'], 'enter', on),
      stage: entry.stage,
    })),
  });
}

type Item<T> = T extends readonly (infer I)[] ? I : T;
type RawExit = Item<Exclude<RawJourney['exit'], undefined>>;

function exitOf(raw: RawExit, path: DocPath, by: Normaliser): Exit {
  const on = by.listen(raw.on ?? [], [...path, 'on']);
  return defined({
    on,
    if: by.optionalCondition(raw.if, [...path, 'if'], on.length > 0 ? 'event' : 'exit', on),
    of: raw.of,
    as: raw.as ?? DEFAULT_EXIT_OUTCOME,
  });
}

type RawMoves = RawJourney['moves'];

const movesOf = (raw: RawMoves, path: DocPath, by: Normaliser): Move[] =>
  at(raw, path).map(([move, movePath]) => ({ ...by.eventMatch(move, movePath), to: move.to }));

const tracksOf = (raw: RawJourney['throughout'], path: DocPath, by: Normaliser): Track[] =>
  (raw ?? []).map((track, i) => ({ id: track.id, steps: by.steps(track.steps, [...path, i, 'steps']) }));

function stagesOf(raw: RawJourney, by: Normaliser): Stage[] {
  if (!raw.stages)
    return [{ id: 'main', final: true, sla: [], moves: [], steps: by.steps(raw.steps, ['steps']), alongside: [] }];
  const noneFinal = raw.stages.every((stage) => stage.final !== true);
  const last = raw.stages.length - 1;
  return raw.stages.map((stage, i) => {
    const path = ['stages', i];
    return defined({
      id: stage.id,
      name: stage.name,
      final: stage.final === true || (noneFinal && i === last),
      sla: at(stage.sla, path).map(([sla]) => ({
        leaveWithin: durationOf(sla.leaveWithin),
        escalateTo: sla.escalateTo,
      })),
      moves: movesOf(stage.moves, [...path, 'moves'], by),
      steps: by.steps(stage.steps, [...path, 'steps']),
      alongside: tracksOf(stage.alongside, [...path, 'alongside'], by),
    });
  });
}

/** A campaign that sends one message has one step, which is the message. */
function campaignOf(raw: RawCampaign, by: Normaliser): CampaignDefinition {
  const { kind: _kind, id, name, steps, ...body } = raw;
  const goal = raw.goal && { ...by.eventMatch(raw.goal, ['goal']), ...withinOf(raw.goal.within), stay: false };
  const path = ['send'];
  const send = raw.send?.email
    ? [{ action: 'email' as const, email: emailOf(raw.send.email), path }]
    : raw.send?.sms
      ? [
          {
            action: 'sms' as const,
            sms: defined({
              ...raw.send.sms,
              window: windowOf(raw.send.sms.window),
              usefulFor: raw.send.sms.usefulFor === undefined ? undefined : durationOf(raw.send.sms.usefulFor),
            }),
            path,
          },
        ]
      : [];
  return defined({
    kind: 'campaign' as const,
    id,
    name,
    audience: audienceRule(raw.audience, 'audience', by),
    exclude: raw.exclude && audienceRule(raw.exclude, 'exclude', by),
    perMinute: raw.rate?.perMinute,
    body,
    calendar: raw.calendar,
    timezone: raw.timezone,
    window: raw.window && windowOf(raw.window),
    variables: raw.variables ?? {},
    at: raw.at,
    holdOut: raw.holdOut ?? 0,
    rsvp: raw.rsvp && defined({ places: raw.rsvp.places, companions: raw.rsvp.companions ?? 0 }),
    priority: raw.priority,
    goal,
    steps: [...send, ...by.steps(steps, ['steps'])],
  });
}

function audienceRule(raw: RawCampaign['audience'], key: 'audience' | 'exclude', by: Normaliser): AudienceRule {
  if (raw.segment !== undefined) return { type: 'segment', segment: raw.segment };
  if (raw.file !== undefined) return { type: 'file', file: raw.file };
  return { type: 'condition', if: by.condition(raw.if ?? {}, [key, 'if'], 'segment') };
}

const withinOf = (within: string | undefined) => (within === undefined ? {} : { within: durationOf(within) });

const surveyOf = (raw: RawSurvey): SurveyDefinition => ({
  kind: 'survey',
  id: raw.id,
  name: raw.name,
  questions: raw.questions.map((question) => defined({ ...question })),
});

/** Where somebody was found who came by a form that doesn't say. */
const BY_FORM = { source: 'form', channel: 'web' };

const formOf = ({ fields, consent, inquiry, source, channel, ...raw }: RawForm): FormDefinition =>
  defined({
    ...raw,
    fields: fields.map(({ type, required, ...field }) =>
      defined({
        ...field,
        type: type ?? (field.options === undefined ? 'line' : 'choice'),
        required: required === true,
      }),
    ),
    consent: consent && {
      topic: consent.topic ?? '*',
      text: consent.text,
      required: consent.required === true,
      confirm: consent.confirm ?? 'law',
    },
    inquiry: inquiry === true,
    source: source ?? BY_FORM.source,
    channel: channel ?? BY_FORM.channel,
  });
