import { createHash } from 'node:crypto';
import { journeyIn } from '../domain/definition/campaign-journey.js';
import type { Definition, Text } from '../domain/definition/definition.js';
import { parseDefinition } from '../domain/definition/parse.js';
import { stepWords } from '../domain/graph/step-words.js';
import { type GraphLanguage, wordsIn } from '../domain/graph/words.js';
import { compileProgram, type Program } from '../domain/journey/program.js';
import { type Impact, type ImpactGroup, ImpactTally } from '../domain/journey/version/impact.js';
import { spotsOf } from '../domain/journey/version/spots.js';
import { danglingTargets, NO_MAP, type VersionMap } from '../domain/journey/version/version-map.js';
import { pickText } from '../domain/text.js';
import type { ImpactView, Policy } from './contracts/versions.js';
import type { AppDeps } from './deps.js';
import { Problem } from './http/problem.js';
import type { InFlight } from './store-ports.js';

/** A text that is to be published, and what is said of those in flight. */
export interface Asked {
  readonly definition: Definition;
  readonly text: string;
  readonly policy: Policy;
  readonly map?: VersionMap | undefined;
}

export interface Judged {
  readonly impact: Impact;
  readonly current: number | null;
  readonly target: number;
  readonly token: string | null;
  readonly programs: { readonly to: Program; readonly from: ReadonlyMap<number, Program> };
}

const AT_ONCE = 500;

/** What it takes to judge. */
export interface JudgeDeps {
  readonly stores: Pick<AppDeps['stores'], 'definitions'>;
  readonly engine: Pick<AppDeps['engine'], 'now'>;
  readonly simulation: Pick<AppDeps['simulation'], 'deployment'>;
  readonly templateNeeds: AppDeps['templateNeeds'];
}

/** Tries the change on everybody in flight. Throws a Problem for a map that leads nowhere, and for what nobody goes through. */
export async function judge(deps: JudgeDeps, asked: Asked): Promise<Judged> {
  const { definition, text, policy, map = NO_MAP } = asked;
  const { definitions } = deps.stores;
  const { id } = definition;
  const to = programOf(definition);
  if (to === null) throw new Problem('not-a-journey', `${id} is a ${definition.kind}: nobody is in flight in it.`);
  expectLeadsSomewhere(map, to);
  const known = await definitions.get(id);
  const current = known?.version ?? null;
  const target = known === null ? 1 : known.text === text ? known.version : await nextVersion(deps, id);
  const from = await programsInFlight(deps, id, target);
  const now = await deps.engine.now();
  const { deployment } = deps.simulation;
  const tally = new ImpactTally({ to, versions: from, map, now, deployment, needs: await deps.templateNeeds() });
  for await (const journey of inFlight(deps, id, target)) if (from.has(journey.version)) tally.add(journey);
  const impact = tally.result();
  const needed = policy !== 'pin' && impact.people > 0;
  const token = needed ? tokenOf([text, policy, map, current, [...from.keys()].sort()], impact.people) : null;
  return { impact, current, target, token, programs: { to, from } };
}

async function programsInFlight({ stores }: JudgeDeps, id: string, target: number): Promise<Map<number, Program>> {
  const programs = new Map<number, Program>();
  for (const { version, text } of await stores.definitions.versionsInFlight(id, target)) {
    const { definition } = parseDefinition({ file: `${id}@${version}`, text });
    const program = definition === null ? null : programOf(definition);
    if (program === null)
      throw new Error(`${id}@${version} is published but does not parse as a journey or a campaign`);
    programs.set(version, program);
  }
  return programs;
}

async function* inFlight({ stores }: JudgeDeps, id: string, except: number): AsyncGenerator<InFlight> {
  for (let after: string | null = null; ; ) {
    const page: readonly InFlight[] = await stores.definitions.journeysInFlight(id, { except, after, limit: AT_ONCE });
    yield* page;
    after = page.at(-1)?.subjectId ?? null;
    if (page.length < AT_ONCE) return;
  }
}

function programOf(definition: Definition): Program | null {
  const journey = journeyIn(definition);
  return journey === null ? null : compileProgram(journey);
}

async function nextVersion({ stores }: JudgeDeps, id: string): Promise<number> {
  const { rows } = await stores.definitions.versions(id, { after: null, limit: 1 });
  return (rows[0]?.version ?? 0) + 1;
}

function expectLeadsSomewhere(map: VersionMap, to: Program): void {
  const wrong = danglingTargets(map, new Set(to.nodes.keys()), new Set(to.stages.map(({ id }) => id)));
  if (wrong.length === 0) return;
  const details = wrong.map((key) => ({
    pointer: '/map',
    code: 'bad-version-map',
    message: `the version has no "${key}"`,
  }));
  throw new Problem('bad-version-map', `The map names ${wrong.join(', ')}, which the version has not got.`, details);
}

/** Binds a publish to what was looked at: text, policy, map, and who was in flight in which versions. */
function tokenOf(looked: readonly unknown[], people: number): string {
  const hash = createHash('sha256').update(JSON.stringify(looked)).digest('base64url').slice(0, 22);
  return `${hash}.${people}`;
}

/** People come and go while one looks; a tenth more of them, or a handful, is still what was looked at. */
export function fitsToken(token: string, judged: Judged): boolean {
  const [hash, people] = token.split('.');
  const [now] = (judged.token ?? '').split('.');
  const seen = Number(people);
  return hash === now && Math.abs(judged.impact.people - seen) <= Math.max(10, seen / 10);
}

export function impactView(
  id: string,
  { impact, current, target, token, programs }: Judged,
  language: GraphLanguage,
): ImpactView {
  const labels = new Map([...programs.from].map(([version, program]) => [version, labelIn(program, language)]));
  const toLabel = labelIn(programs.to, language);
  const group = ({ version, step, toStep, ...rest }: ImpactGroup) => ({
    version,
    step,
    label: step === null ? null : (labels.get(version)?.(step) ?? step),
    toStep,
    toLabel: toStep === null ? null : toLabel(toStep),
    ...rest,
  });
  const { people, versions, groups, unmapped, variables } = impact;
  return {
    id,
    current,
    target,
    people,
    versions: [...versions],
    groups: groups.map(group),
    unmapped: [...unmapped],
    variables: [...variables],
    places: placesOf(programs.to, toLabel, language),
    token,
  };
}

function placesOf(program: Program, label: (key: string) => string, language: GraphLanguage): ImpactView['places'] {
  const spots = spotsOf(program);
  return {
    steps: [...spots].map(([key, { stage }]) => ({ key, label: label(key), stage })),
    stages: program.definition.stages.map(({ id, name }) => ({ id, label: nameOf(id, name, language) })),
  };
}

const nameOf = (id: string, name: Text | undefined, language: GraphLanguage): string =>
  name === undefined ? id : pickText(name, language);

/** A step in words: `Mail hello`, `Wait 2 days`. */
function labelIn(program: Program, language: GraphLanguage): (key: string) => string {
  const words = wordsIn(language);
  const stageName = (id: string) =>
    nameOf(id, program.definition.stages.find((stage) => stage.id === id)?.name, language);
  return (key) => {
    const node = program.nodes.get(key);
    if (node === undefined) return key;
    const { kind, title } = stepWords(node.step, { words, language, stageName });
    return title === kind ? kind : `${kind}${words.colon}${title}`;
  };
}
