import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JourneyDefinition } from '../../../src/domain/definition/definition.js';
import type {
  Cause,
  Command,
  JournalLine,
  MessageIntent,
  MessageResult,
  Plan,
} from '../../../src/domain/journey/commands.js';
import type { FactEvent, Facts } from '../../../src/domain/journey/facts.js';
import { withUpdate } from '../../../src/domain/journey/lookup.js';
import { eventsInUse, lookBackOf, openWaits, plan } from '../../../src/domain/journey/plan.js';
import { compileProgram, type Program } from '../../../src/domain/journey/program.js';
import type { JourneyState } from '../../../src/domain/journey/state.js';
import { aDeployment } from '../../support/walk.js';
import { calendar } from '../calendar/shipped.js';
import { CANARY, definitions, fates, type Happening, happenings, START } from './arbitrary.js';

const DEPLOYMENT = aDeployment({
  calendars: new Map([...aDeployment().calendars, ['office', calendar('us-office')]]),
  calendarByCountry: new Map([['US', 'office']]),
});

/** A journey among random happenings, which holds every plan to what the planner promises. */
class Ordeal {
  private readonly program: Program;
  private readonly events: FactEvent[] = [];
  private state: JourneyState | null = null;
  private facts: Facts;
  private now = START;
  private due: number | null = null;
  private latest = 0;
  private messages = 0;
  private readonly sent = new Set<string>();
  readonly seen = new Set<string>();

  constructor(
    definition: JourneyDefinition,
    private readonly fates: readonly string[],
  ) {
    this.program = compileProgram(definition);
    this.facts = {
      contact: {
        id: 'con_1',
        name: `${CANARY} name`,
        email: `${CANARY}@example.com`,
        birthday: '1990-06-05',
        country: 'US',
      },
      account: { name: `${CANARY} account` },
      deal: null,
      owner: { id: 'usr_1', name: `${CANARY} owner`, timezone: 'America/New_York' },
      events: [],
      answers: { 'step-1': { note: `${CANARY} answer` } },
      teams: { sales: [{ userId: 'usr_2', open: 0, last: 0, fields: { id: 'usr_2', name: `${CANARY} rep` } }] },
    };
  }

  run(all: readonly Happening[]): this {
    this.decide({ type: 'start', stage: null, event: null });
    for (const happening of all) this.happen(happening);
    return this;
  }

  private happen(happening: Happening): void {
    switch (happening.type) {
      case 'pass': {
        const end = this.now + happening.ms;
        for (let i = 0; happening.stopping && i < 60 && this.due !== null && this.due <= end; i++) {
          this.now = Math.max(this.now, this.due);
          this.decide({ type: 'wake' });
        }
        this.now = end;
        return this.decide({ type: 'wake' });
      }
      case 'event':
        this.tell(happening);
        return happening.wakes ? this.decide({ type: 'wake' }) : undefined;
      case 'bar':
        this.facts = withUpdate(this.facts, 'contact', { doNotContact: true });
        return this.decide({ type: 'wake' });
      case 'person':
        return this.decide(happening.command);
    }
  }

  private tell({ event, late, step }: Extract<Happening, { type: 'event' }>): void {
    const birthday = `199${step % 10}-0${1 + (step % 9)}-11`;
    if (event === 'contact.changed') this.facts = withUpdate(this.facts, 'contact', { birthday });
    const open = this.state === null ? [] : openWaits(this.state).filter(({ wait }) => wait.type === 'task');
    const fields = {
      step: open[step % Math.max(1, open.length)]?.step ?? `step-${step}`,
      outcome: step % 5 === 0 ? `${CANARY} outcome` : step % 2 === 0 ? 'good' : 'bad',
      form: step % 2 === 0 ? 'demo' : `${CANARY} form`,
      text: `${CANARY} text`,
      set: { birthday },
    };
    // The database hands out no others.
    if (!this.program.eventTypes.has(event)) return;
    const seq = this.events.length + 1;
    this.events.push({ id: `evt_${seq}`, seq, type: event, at: this.now - late, fields });
  }

  private decide(cause: Cause): void {
    let planned = this.plan(cause);
    while (planned.message !== null) {
      const intent = planned.message;
      const result = this.fateOf(intent);
      this.now += result.type === 'sent' ? 700 : 0;
      planned = this.plan({ type: 'message', intent, result });
    }
  }

  private fateOf(intent: MessageIntent): MessageResult {
    const fate = this.fates[this.messages++ % this.fates.length];
    if (fate === 'deferred') return { type: 'deferred', reason: 'quota', until: this.now + 7_200_000 };
    if (fate === 'skipped') return { type: 'skipped', reason: 'no-address' };
    if (fate === 'refused' || fate === 'uncertain') return { type: fate };
    const key = `${intent.stepId}/${intent.occurrence}`;
    expect(this.sent, 'a message is sent once').not.toContain(key);
    this.sent.add(key);
    return { type: 'sent' };
  }

  private plan(cause: Cause): Plan {
    const before = this.state;
    const input = {
      program: this.program,
      state: before,
      facts: { ...this.facts, events: this.events },
      now: this.now,
      cause,
      deployment: DEPLOYMENT,
      subjectId: 'con_1',
    };
    const frozenBefore = JSON.stringify(before);
    const planned = plan(input);
    expect(JSON.stringify(before), 'P1: the input is left as it was').toBe(frozenBefore);
    expect(plan(input), 'P1: the same input gives the same plan').toEqual(planned);
    const passed = before === null ? null : (JSON.parse(JSON.stringify(before)) as JourneyState);
    expect(plan({ ...input, state: passed }), 'a state that went through JSON gives the same plan').toEqual(planned);
    if (before !== null) {
      const facts = { ...input.facts, events: this.events.filter((event) => isRead(before, event)) };
      expect(plan({ ...input, facts }), 'the events that the database reads are enough').toEqual(planned);
    }
    this.judge(planned, before);
    this.state = planned.state;
    this.due = planned.due;
    for (const command of planned.commands) this.apply(command);
    return planned;
  }

  private apply(command: Command): void {
    if (command.type === 'update') this.facts = withUpdate(this.facts, command.object, command.set);
  }

  private judge(planned: Plan, before: JourneyState | null): void {
    const { state, message, due, journal, commands } = planned;
    expect(planned.defect, 'no defect').toBeUndefined();
    expect(JSON.stringify([state, journal]), 'Law 7: no personal data').not.toContain(CANARY);
    expect(JSON.parse(JSON.stringify(state)), 'the state is plain JSON').toEqual(state);
    if (before?.phase.type === 'ended') expect([commands, journal, message, due], 'P5').toEqual([[], [], null, null]);
    if (message !== null) this.judgeMessage(planned);
    if (due !== null && planned.refused === null) expect(due, 'P6').toBeGreaterThan(this.now);
    if (state.phase.type === 'active' && message === null && planned.refused === null) {
      for (const { wait } of openWaits(state))
        if ('due' in wait && wait.due !== null) expect(wait.due, 'no wait in the past').toBeGreaterThan(this.now);
      for (const track of state.tracks)
        expect(track.at === null || track.wait !== null, 'every track waits or is over').toBe(true);
    }
    for (const line of journal) this.judgeLine(line);
  }

  private judgeMessage({ state, due }: Plan): void {
    expect([due, state.phase.type], 'P3').toEqual([null, 'active']);
    expect(this.facts.contact['doNotContact'], 'P4: standing exits').not.toBe(true);
    const leaving = this.events.filter((event) => event.type === 'contact.unsubscribed' && event.at <= this.now);
    expect(leaving, 'P4: exits by events').toEqual([]);
  }

  private judgeLine(line: JournalLine): void {
    expect(line.at, 'the journal never goes back').toBeGreaterThanOrEqual(this.latest);
    expect(line.at, 'nor ahead of now').toBeLessThanOrEqual(this.now);
    this.latest = line.at;
    this.seen.add(`${line.action} ${line.decision}`);
  }
}

/** What `readFacts` of the database adapter loads for a state. */
const isRead = (state: JourneyState, event: FactEvent): boolean =>
  eventsInUse(state).includes(event.id) || event.seq > state.seenUpTo || event.at > lookBackOf(state);

/** All that must have come to pass in some walk: else the promises were kept by walks that went nowhere. */
const ACTIONS = 'enter stage sla exit end email task wait choose split repeat update score goTo pause resume'.split(
  ' ',
);
/** Some are rare: walks are drawn until each has been seen, and at the most so often. */
const MOST_DRAWS = 8;

test('P1 to P6 hold for whatever journey among whatever happenings, and an ended one never acts', () => {
  const seen = new Set<string>();
  const missing = () => ACTIONS.filter((action) => ![...seen].some((each) => each.startsWith(`${action} `)));
  for (let draw = 0; draw < MOST_DRAWS && missing().length > 0; draw++)
    fc.assert(
      fc.property(definitions, fates, happenings, (definition, outcomes, all) => {
        for (const each of new Ordeal(definition, outcomes).run(all).seen) seen.add(each);
      }),
      { numRuns: 250 },
    );
  expect(missing()).toEqual([]);
}, 120_000);
