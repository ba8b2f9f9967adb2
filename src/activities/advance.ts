import { Context } from '@temporalio/activity';
import type { WindowPlace } from '../domain/calendar/window.js';
import type { Handing } from '../domain/campaign/provider-trouble.js';
import { lookAhead } from '../domain/care/look-ahead.js';
import { caresFor } from '../domain/care/occasions.js';
import { DAY, MINUTE } from '../domain/instant.js';
import type { AdvanceInput, AdvanceResult, NextWake } from '../domain/journey/advance.js';
import { usefulUntil } from '../domain/journey/ask-gate.js';
import {
  type Cause,
  contentOf,
  type MessageIntent,
  type MessageResult,
  type Plan,
} from '../domain/journey/commands.js';
import type { Facts } from '../domain/journey/facts.js';
import { interestsOf } from '../domain/journey/interests.js';
import { messageIdOf } from '../domain/journey/message-id.js';
import { isExited } from '../domain/journey/overtaken.js';
import { type Deployment, placeOf } from '../domain/journey/place.js';
import { plan } from '../domain/journey/plan.js';
import type { Program } from '../domain/journey/program.js';
import { type Shown, shownOf } from '../domain/journey/shown.js';
import type { JourneyState } from '../domain/journey/state.js';
import { STATE_VERSION } from '../domain/journey/state.js';
import { planChange } from '../domain/journey/version/plan-change.js';
import type { TrackingScope } from '../domain/tracking/may-track.js';
import type { CampaignTroubles } from './campaign-troubles.js';
import { LostFence, PlannerDefect, toFailure } from './failure.js';
import { handingOf } from './handing.js';
import { lookForMessages } from './look-for-messages.js';
import type {
  AdvanceRecord,
  ClaimedMessage,
  Clock,
  FinishedAdvance,
  FrozenDecision,
  JourneyStore,
  JourneyTransaction,
  Links,
  MailEvidence,
  Mailer,
  Programs,
  Renderer,
  SendVerdict,
  StoredJourney,
  TrackLinks,
  Transport,
  Watch,
} from './ports.js';
import { type PreparedMessage, prepareMessage } from './prepare-message.js';

/*
 * One decision of one journey (laws 1 to 3 and 8 to 10): facts, plan, gate, at most one outside effect, journal.
 *
 * A1 A number that has a result answers it; one that has only a decision finishes that decision and never plans again.
 * A2 The ledger row and its claim are committed before a byte leaves; the hand-over is committed before the final dot.
 * A3 An attempt that lost its fence writes nothing and sends nothing.
 * A4 Everything is read and written under the contact's lock, so an event is either seen or wakes the journey again.
 * A5 A message that the ledger knows as delivered or refused is not sent again, whatever was planned.
 */

export interface AdvanceDeps {
  readonly store: JourneyStore;
  readonly programs: Programs;
  readonly renderer: Renderer;
  readonly mailer: Mailer;
  /** Carries SMS: the bytes are the text in UTF-8, the envelope's `to` is the number. */
  readonly sms: Transport;
  readonly evidence: MailEvidence;
  /** After so many real ms nobody can still be taking a mail that is in doubt: then it is looked for. */
  readonly lookAfter: number;
  readonly links: Links;
  readonly trackLinks: TrackLinks;
  /** Which mails tell of opens and clicks. */
  readonly tracking: TrackingScope;
  readonly clock: Clock;
  readonly deployment: Deployment;
  /** Waits longer than this, in real ms, are slept through (law 6). */
  readonly hibernateAfter: number;
  readonly newFence: () => string;
  /** Whether the namespace has our search attributes. Absent: it hasn't. */
  readonly searchAttributes?: () => boolean;
  /** Absent: nobody counts. */
  readonly watch?: Watch;
  /** Hears what comes of messages of campaigns. Absent: no campaign is paused for them. */
  readonly troubles?: CampaignTroubles;
  /** Host part of Message-IDs. */
  readonly messageHost: string;
}

/** Postgres and Temporal disagree on what came before, as after a restore of one of them (law 17). */
const OUT_OF_STEP = 'out-of-step';
const UNKNOWN_STATE = 'unknown-state';
/** Real time until a journey whose state this build can't read looks whether another build is there. */
const UNKNOWN_STATE_WAITS_MS = 5 * MINUTE;

/**
 * Business time. The longer a run was to sleep, the longer it must keep its history if it is woken early (W5 of the
 * journey workflow); and a look at the facts once in a while costs little.
 */
const LONGEST_SLEEP = 30 * DAY;

export type Now = { readonly virtual: number; readonly real: number };

/** Of an attempt's time, in which it tries to write down what came of a message. The rest is its successor's. */
const BOOK_SHARE = 0.9;
const LEAST_TRIES = 3;

/** What the first transaction left to do. */
type Opening =
  | { readonly type: 'done'; readonly result: AdvanceResult }
  | { readonly type: 'send'; readonly decision: FrozenDecision; readonly message: ClaimedMessage }
  /** The attempt that had it fell silent after the hand-over: nobody can know. */
  | { readonly type: 'doubt'; readonly decision: FrozenDecision; readonly message: ClaimedMessage };

/** Makes the `advance` activity. Throws only for lost infrastructure, which Temporal retries. */
export function createAdvance(deps: AdvanceDeps) {
  return async (input: AdvanceInput): Promise<AdvanceResult> => {
    // Not of this attempt: a server that was started again hands a retry out before the time that it had set for it.
    const { scheduledTimestampMs: scheduledAt, startToCloseTimeoutMs } = Context.current().info;
    const began = performance.now();
    const bookUntil = began + BOOK_SHARE * startToCloseTimeoutMs;
    try {
      const askedAt = Math.max(scheduledAt, input.askedAt ?? 0);
      const attempt = new Attempt(deps, input, deps.newFence(), askedAt, bookUntil);
      const result = await attempt.run();
      // A state that this build can't read is handed on as it is (law 16).
      if (result.state.v !== STATE_VERSION) return result;
      deps.watch?.advanced({
        journeyId: input.journeyId,
        number: result.number,
        cause: input.cause.type,
        phase: result.state.phase.type,
        stage: result.state.stage,
        ms: Math.round(performance.now() - began),
        correlationId: attempt.correlationId,
      });
      return input.shows === true ? { ...result, shown: attempt.shown(result) } : result;
    } catch (error) {
      throw toFailure(error);
    }
  };
}

class Attempt {
  constructor(
    private readonly deps: AdvanceDeps,
    private readonly input: AdvanceInput,
    private readonly fence: string,
    /** By the server's clock. */
    private readonly askedAt: number,
    /** By the process's own clock, ms. */
    private readonly bookUntil: number,
  ) {
    this.asked = input.cause.type === 'command' ? input.cause.requestId : null;
  }

  /** The command that is decided about. */
  private asked: string | null;

  /** What was found of messages in doubt, before the first transaction. */
  private evidence: NonNullable<Facts['evidence']> = {};

  private now(): Now {
    return this.deps.clock.now(this.askedAt);
  }

  private async facts(tx: JourneyTransaction, program: Program, state: JourneyState | null, now: Now): Promise<Facts> {
    return { ...(await tx.facts(program, state, now)), evidence: this.evidence };
  }

  /** The campaign whose recipient the journey is of; null: none's. */
  private campaignId: string | null = null;

  /** Of what set this decision going. */
  correlationId: string | null = null;
  /** The journey's row as the latest transaction found it. */
  private journey: StoredJourney | null = null;
  /** Whose the journey is after it. */
  private ownerId: string | null = null;
  /** Business time at which something is due after it; null: nothing is. */
  private due: number | null = null;

  private transaction<T>(work: (tx: JourneyTransaction) => Promise<T>): Promise<T> {
    const { journeyId, number, cause } = this.input;
    const noted = (tx: JourneyTransaction) => {
      // Of what woke it a first transaction knows; a second one finds it cleared by the first, or set by what came since.
      this.correlationId ??= this.journey === null ? tx.journey.correlationId : null;
      this.journey = tx.journey;
      this.ownerId = tx.journey.ownerId;
      this.due = tx.journey.dueAt;
      return work(tx);
    };
    const asked = cause.type === 'command' ? { requestId: cause.requestId } : {};
    return this.deps.store.transaction({ journeyId, number, ...asked }, noted);
  }

  /** What Temporal's own UI shows of it. No part of the decision: it isn't stored, and is of the namespace as it is now. */
  shown({ state, next }: AdvanceResult): Shown {
    if (this.journey === null) throw new Error('shown before it was run');
    const { definitionId, definitionVersion } = this.journey;
    return shownOf({
      definitionId,
      definitionVersion: state.version ?? definitionVersion,
      ownerId: this.ownerId,
      state,
      dueAt: this.due === null ? null : this.deps.clock.toReal(this.due),
      sleeps: next.hibernate,
      attributes: this.deps.searchAttributes?.() ?? false,
    });
  }

  async run(): Promise<AdvanceResult> {
    const { journeyId, state } = this.input;
    const isRead = state === null || state.v === STATE_VERSION;
    if (isRead) this.evidence = await lookForMessages(this.deps, journeyId, state, this.now());
    const opening = await this.begin();
    switch (opening.type) {
      case 'done':
        return opening.result;
      case 'doubt':
        return await this.close(opening.decision, opening.message, { type: 'uncertain', reply: '' });
      case 'send': {
        const { message, decision } = opening;
        const transport = decision.intent.email === undefined ? this.deps.sms : this.deps.mailer;
        const handOver = () => this.deps.store.handOver(message.id, this.fence, this.now().real);
        const since = decision.intent.reachedAt;
        const verdict = await transport.send(message.raw, { ...message.envelope, id: message.id }, handOver, since);
        this.deps.watch?.handedOver(verdict.type);
        this.tellCampaign(handingOf(verdict));
        return await this.close(decision, message, verdict);
      }
    }
  }

  /** What came of a message says something of the others of its campaign, if its journey is of one. */
  private tellCampaign(handing: Handing | null): void {
    if (handing !== null && this.campaignId !== null) this.deps.troubles?.note(this.campaignId, handing);
  }

  /** Opens; a journey that the planner can't even begin is held in a transaction of its own, not failed (law 13). */
  private async begin(): Promise<Opening> {
    try {
      return await this.transaction((tx) => this.open(tx));
    } catch (error) {
      if (!(error instanceof PlannerDefect)) throw error;
      return await this.transaction((tx) => this.holdOn(tx));
    }
  }

  private async holdOn(tx: JourneyTransaction): Promise<Opening> {
    // Another attempt may have been luckier.
    const record = await tx.record();
    if (record.type === 'finished') return { type: 'done', result: earlier(record.result, tx) };
    const program = await this.programOf(tx, this.input.state);
    const now = this.now();
    const blank = emptyStateAt(now.virtual, program.stages[0]?.id ?? '');
    const state = heldState(this.input.state ?? blank, 'planner-defect');
    return await this.finish(tx, program, heldPlan(state), now);
  }

  /** The first transaction: answers what is known, or plans, gates and freezes. */
  private async open(tx: JourneyTransaction): Promise<Opening> {
    const record = await tx.record();
    // A run of a closed journey that begins anew must not walk through its stored results: it ends at once (law 11).
    if (record.type === 'finished' && (tx.journey.open || record.result.ended))
      return { type: 'done', result: earlier(record.result, tx) };
    const foreign = tx.journey.open ? await this.foreign(tx, record) : null;
    if (foreign !== null) return { type: 'done', result: foreign };
    if (record.type === 'frozen') return await this.takeOver(tx, record.decision, record.message);
    const misfit = await this.misfit(tx);
    if (misfit !== null) return { type: 'done', result: misfit };
    return await this.decide(tx);
  }

  /**
   * A state that this build can't read, as after a rollback: the run sleeps on it, decides nothing and uses no number up,
   * and looks again on the build that is current then (law 16).
   */
  private async foreign(tx: JourneyTransaction, record: AdvanceRecord): Promise<AdvanceResult | null> {
    const { number, state, cause } = this.input;
    const frozen = record.type === 'frozen' ? record.decision.state : null;
    const unread = [state, frozen].find((each) => each !== null && each.v !== STATE_VERSION) ?? null;
    if (unread === null) return null;
    await tx.hold(UNKNOWN_STATE);
    return {
      number: number - 1,
      state: state ?? unread,
      next: { wakeAt: this.now().real + UNKNOWN_STATE_WAITS_MS, hibernate: true },
      ended: false,
      ...(cause.type === 'command' ? { answer: UNKNOWN_STATE } : {}),
    };
  }

  /** Reasons to do nothing: the row is closed, or Postgres and Temporal disagree on what came before. */
  private async misfit(tx: JourneyTransaction): Promise<AdvanceResult | null> {
    const { journey } = tx;
    const { number, state } = this.input;
    const known = state ?? journey.state;
    if (!journey.open)
      return this.resting(
        number,
        // A run that lost its last decisions knows an older one.
        journey.state ??
          state ?? { ...emptyStateAt(this.now().virtual, ''), phase: { type: 'ended', outcome: 'ended' } },
        'journey-ended',
      );
    const isOutOfStep = known !== null && !this.released() && (state === null || !(await this.follows(tx)));
    if (isOutOfStep && !(await this.isErased(tx, known))) {
      await tx.hold(OUT_OF_STEP);
      return this.resting(Math.max(number, journey.advance), heldState(known, OUT_OF_STEP), OUT_OF_STEP);
    }
    return null;
  }

  /** Whether this number comes next. The row is a projection, which may be wrong; the decisions themselves are not. */
  private async follows(tx: JourneyTransaction): Promise<boolean> {
    const before = this.input.number - 1;
    return tx.journey.advance === before || (await tx.lastFinished()) === before;
  }

  /** Of whoever was erased nothing is left to disagree about: the journey ends, whatever came before. */
  private async isErased(tx: JourneyTransaction, state: JourneyState): Promise<boolean> {
    const facts = await tx.facts(await this.programOf(tx, state), state, this.now());
    return facts.erased === true;
  }

  /** A person has looked at a journey out of step and says how it goes on: from the state that Temporal carries. */
  private released(): boolean {
    const { state, cause } = this.input;
    return cause.type === 'command' && state?.phase.type === 'held' && state.phase.code === OUT_OF_STEP;
  }

  private resting(number: number, state: JourneyState, why: 'journey-ended' | typeof OUT_OF_STEP): AdvanceResult {
    return {
      number,
      state,
      next: this.wake(null, this.now()),
      ended: why === 'journey-ended',
      ...(this.input.cause.type === 'command' ? { answer: why } : {}),
    };
  }

  private async decide(tx: JourneyTransaction): Promise<Opening> {
    const { state } = this.input;
    const program = await this.programOf(tx, state);
    const now = this.now();
    const facts = await this.facts(tx, program, state, now);
    const cause = await this.cause(tx);
    if (cause.type === 'change-version') return await this.change(tx, program, facts, cause);
    return await this.goOn(tx, program, facts, this.plan(tx, program, facts, state, cause, now));
  }

  /** The program whose positions a state has: of the version in it, else of the one that the journey began with. */
  private async programOf({ journey }: JourneyTransaction, state: JourneyState | null): Promise<Program> {
    const program = await this.deps.programs.program(journey.definitionId, state?.version ?? journey.definitionVersion);
    this.campaignId = program.definition.campaign === undefined ? null : program.definition.id;
    return program;
  }

  /** The journey goes on in another version of its definition, or stays where it is. */
  private async change(
    tx: JourneyTransaction,
    program: Program,
    facts: Facts,
    { version, map, strict }: Extract<Cause, { type: 'change-version' }>,
  ): Promise<Opening> {
    const { deployment, programs } = this.deps;
    const { state } = this.input;
    const { definitionId, definitionVersion, subjectId } = tx.journey;
    const next = await programs.program(definitionId, version);
    const now = this.now();
    const nextFacts = await this.facts(tx, next, state, now);
    const planned = this.guard(tx, () =>
      planChange({
        program: next,
        facts: nextFacts,
        state,
        now: now.virtual,
        deployment,
        subjectId,
        before: { program, facts, version: state?.version ?? definitionVersion },
        version,
        ...(map === undefined ? {} : { map }),
        ...(strict === undefined ? {} : { strict }),
      }),
    );
    if (planned.refused !== null) return await this.goOn(tx, program, facts, planned);
    return await this.goOn(tx, next, nextFacts, planned);
  }

  /** What the planner is asked. A request that comes twice was asked before: nothing more than a wake. */
  private async cause(tx: JourneyTransaction): Promise<Cause> {
    const { cause } = this.input;
    if (cause.type === 'start') return { type: 'start', stage: tx.journey.startStage, event: tx.journey.startEvent };
    if (cause.type === 'wake') return cause;
    const command = await tx.command(cause.requestId);
    if (command.answer !== undefined) return { type: 'wake' };
    return command.cause;
  }

  /** Carries a plan out and plans on, asking the gate for each message on the way, until the next wait or a message that may go. */
  private async goOn(tx: JourneyTransaction, program: Program, facts: Facts, first: Plan): Promise<Opening> {
    const now = this.now();
    let current = facts;
    let planned = first;
    for (;;) {
      await this.write(tx, program, planned, current, now);
      if (planned.refused !== null) return await this.finish(tx, program, planned, now);
      if (planned.message === null) return await this.finish(tx, program, planned, now);
      if (planned.commands.length > 0) current = await this.facts(tx, program, planned.state, now);
      const intent = planned.message;
      const message = await tx.messageFacts(intent, current, program);
      let result = message.outcome;
      if (result === null) {
        const { state } = planned;
        const prepared = await prepareMessage(this.deps, { tx, program, facts: current, intent, message, state, now });
        if (prepared.type === 'send') return await this.freeze(tx, planned, intent, prepared, now);
        await tx.holdBack(prepared.entry, now);
        result = prepared.result;
        if (prepared.entry.reason === 'render-failed') this.tellCampaign('unrendered');
      }
      planned = this.plan(tx, program, current, planned.state, { type: 'message', intent, result }, now);
    }
  }

  private async freeze(
    tx: JourneyTransaction,
    planned: Plan,
    intent: MessageIntent,
    prepared: Extract<PreparedMessage, { type: 'send' }>,
    now: Now,
  ): Promise<Opening> {
    const decision: FrozenDecision = { state: planned.state, intent, command: this.asked };
    const { entry, envelope } = prepared;
    const id = await tx.freeze(decision, entry, this.fence, now);
    return { type: 'send', decision, message: { id, state: 'claimed', raw: entry.raw, envelope } };
  }

  /** An earlier attempt froze this decision and fell silent. */
  private async takeOver(tx: JourneyTransaction, decision: FrozenDecision, message: ClaimedMessage): Promise<Opening> {
    // A local activity that runs again may be asked something else than when it froze this.
    this.asked = decision.command;
    // It may be just about to hand over: only what stands once the fence is ours is what it came to.
    const state = await tx.takeOver(message.id, this.fence);
    // What came back had gone out.
    if (state === 'bounced') return { type: 'done', result: await this.conclude(tx, decision, { type: 'sent' }) };
    if (state !== 'claimed') return { type: 'doubt', decision, message };
    const refusal = await this.gateAgain(tx, decision);
    if (refusal !== null) return { type: 'done', result: await this.conclude(tx, decision, refusal) };
    await tx.claimAgain(message.id, this.now().real);
    return { type: 'send', decision, message };
  }

  /** The gate's refusal, if it has one by now; what came since may also have ended the journey or its stage. */
  private async gateAgain(tx: JourneyTransaction, decision: FrozenDecision): Promise<MessageResult | null> {
    const { deployment } = this.deps;
    const { subjectId } = tx.journey;
    const { intent, state } = decision;
    const program = await this.programOf(tx, state);
    const now = this.now();
    const facts = await this.facts(tx, program, state, now);
    const exited = isExited({ program, state, facts, now: now.virtual, deployment, subjectId });
    const message = await tx.messageFacts(intent, facts, program);
    const prepared = await prepareMessage(this.deps, { tx, program, facts, intent, message, state, now, exited });
    if (prepared.type === 'send') return null;
    await tx.holdBack(prepared.entry, now);
    return prepared.result;
  }

  /** The second transaction: what came of the message, and on to the next wait. */
  private async close(decision: FrozenDecision, message: ClaimedMessage, verdict: SendVerdict): Promise<AdvanceResult> {
    if (verdict.type === 'stopped')
      throw new LostFence(
        `advance ${this.input.number} of ${this.input.journeyId} lost its fence before the final dot; nothing was sent`,
      );
    return await this.insist(() =>
      this.transaction(async (tx) => {
        const standing = tx.standing(this.fence);
        if (standing.type === 'finished') return earlier(standing.result, tx);
        if (standing.type === 'lost')
          throw new LostFence(
            `advance ${this.input.number} of ${this.input.journeyId} lost its fence after the hand-over; its successor keeps the books`,
          );
        const now = this.now();
        await tx.settle(message.id, verdict, now);
        return await this.conclude(tx, decision, this.resultOf(verdict, decision.intent, now));
      }),
    );
  }

  private resultOf(verdict: Exclude<SendVerdict, { type: 'stopped' }>, intent: MessageIntent, now: Now): MessageResult {
    const { clock, lookAfter } = this.deps;
    switch (verdict.type) {
      case 'accepted':
        return { type: 'sent' };
      case 'refused':
        return { type: 'refused' };
      case 'later':
        return { type: 'deferred', reason: verdict.cause, until: now.virtual + clock.span(verdict.retryAfterMs) };
      case 'uncertain':
        // Of an SMS nobody keeps copies.
        return intent.email === undefined
          ? { type: 'uncertain' }
          : { type: 'uncertain', lookAt: now.virtual + clock.span(lookAfter) };
    }
  }

  /**
   * Once a message is out, failing to write it down would leave it in doubt. So a database that is being started again is
   * waited for as long as this attempt may last.
   */
  private async insist<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        const isOver = tries > LEAST_TRIES && performance.now() >= this.bookUntil;
        if (isOver || error instanceof LostFence) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(200 * tries, 1000)));
      }
    }
  }

  private async conclude(
    tx: JourneyTransaction,
    decision: FrozenDecision,
    result: MessageResult,
  ): Promise<AdvanceResult> {
    const program = await this.programOf(tx, decision.state);
    const facts = await this.facts(tx, program, decision.state, this.now());
    const now = this.now();
    const { intent } = decision;
    const useful = stillUseful(intent, result, placeOf(program.definition, facts, this.deps.deployment));
    if (useful !== result) {
      const messageId = messageIdOf(tx.journey.journeyId, intent.stepId, intent.occurrence, this.deps.messageHost);
      await tx.holdBack({ intent, state: 'skipped', reason: 'stale', messageId }, now);
    }
    const cause: Cause = { type: 'message', intent, result: useful };
    const planned = this.plan(tx, program, facts, decision.state, cause, now);
    await this.write(tx, program, planned, facts, now);
    const opening = await this.finish(tx, program, planned, now);
    return opening.result;
  }

  private plan(
    tx: JourneyTransaction,
    program: Program,
    facts: Facts,
    state: JourneyState | null,
    cause: Cause,
    now: Now,
  ): Plan {
    const { deployment } = this.deps;
    const { subjectId } = tx.journey;
    return this.guard(tx, () => plan({ program, state, facts, now: now.virtual, cause, deployment, subjectId }));
  }

  private guard(tx: JourneyTransaction, decide: () => Plan): Plan {
    try {
      const planned = decide();
      if (planned.defect !== undefined)
        Context.current().log.error('the planner failed', {
          journeyId: tx.journey.journeyId,
          correlationId: this.correlationId,
          defect: planned.defect,
        });
      return planned;
    } catch (error) {
      throw new PlannerDefect(error);
    }
  }

  private async write(tx: JourneyTransaction, program: Program, planned: Plan, facts: Facts, now: Now): Promise<void> {
    await tx.apply(planned.commands, { facts, program, state: planned.state }, now);
    for (const command of planned.commands) if (command.type === 'assign') this.ownerId = command.userId;
    await tx.journal(planned.journal, now.real, this.asked);
  }

  private async finish(
    tx: JourneyTransaction,
    program: Program,
    planned: Plan,
    now: Now,
  ): Promise<{ type: 'done'; result: AdvanceResult }> {
    const { state } = planned;
    const ended = state.phase.type === 'ended';
    // A message planned after another one's outcome is the next advance's: it is due at once.
    const due = planned.message === null ? planned.due : now.virtual;
    const { asked } = this;
    const result: AdvanceResult = {
      number: this.input.number,
      state,
      next: this.wake(due, now),
      ended,
      ...(this.input.rolls === true && !ended ? { rolls: true } : {}),
      ...(asked === null ? {} : { answer: await this.answerTo(tx, asked, planned), answers: asked }),
    };
    const foreseen = await this.foresee(tx, program, state, now);
    const { exclusive } = program.definition;
    const turn = ended && exclusive !== undefined ? { passesTurnIn: exclusive.group } : {};
    await tx.finish(
      { result, due, interests: interestsOf(program, state), requestId: asked, ...turn, ...foreseen },
      this.fence,
      now,
    );
    this.due = due;
    this.noteLag(tx, now);
    return { type: 'done', result };
  }

  /** What is to come for the calendar of care; nothing, of a definition that has never cared for anybody. */
  private async foresee(
    tx: JourneyTransaction,
    program: Program,
    state: JourneyState,
    now: Now,
  ): Promise<Pick<FinishedAdvance, 'foreseen'>> {
    if (!caresFor(program)) return state.version === undefined ? {} : { foreseen: [] };
    if (state.phase.type === 'ended') return { foreseen: [] };
    const facts = await this.facts(tx, program, state, now);
    const { deployment } = this.deps;
    const { subjectId } = tx.journey;
    return { foreseen: lookAhead({ program, state, facts, deployment, subjectId, now: now.virtual }) };
  }

  /** What an event or a person moved was not late. */
  private noteLag({ journey: { dueAt } }: JourneyTransaction, now: Now): void {
    const { watch, clock } = this.deps;
    if (this.input.cause.type !== 'wake' || dueAt === null || dueAt > now.virtual) return;
    watch?.dueToDone(Math.max(0, now.real - clock.toReal(dueAt)));
  }

  /** `due`: business time; null: only an event or a person moves it. */
  private wake(due: number | null, now: Now): NextWake {
    const { clock, hibernateAfter } = this.deps;
    const latest = now.virtual + LONGEST_SLEEP;
    // Asked of a clock that stands, the instant of now would come only when it goes again.
    const wakeAt = due !== null && due <= now.virtual ? now.real : clock.toReal(Math.min(due ?? latest, latest));
    return { wakeAt, hibernate: wakeAt - now.real > hibernateAfter };
  }

  /** What the planner said, or for a request that was answered before, that answer. */
  private async answerTo(tx: JourneyTransaction, requestId: string, planned: Plan): Promise<string | null> {
    const { answer } = await tx.command(requestId);
    return answer === undefined ? planned.refused : answer;
  }
}

/** What trouble defers past the message's usefulness is a skip at once. */
function stillUseful(intent: MessageIntent, result: MessageResult, place: WindowPlace): MessageResult {
  const staleAt = usefulUntil(contentOf(intent), intent.reachedAt, place);
  return result.type === 'deferred' && staleAt !== null && result.until > staleAt
    ? { type: 'skipped', reason: 'stale' }
    : result;
}

/** What an earlier attempt decided doesn't have what came after it, nor what a decision after it has heard since. */
const earlier = (result: AdvanceResult, { journey: { poked, advance } }: JourneyTransaction): AdvanceResult =>
  (poked || advance > result.number) && !result.ended ? { ...result, unheard: true } : result;

const heldState = (state: JourneyState, code: string): JourneyState => ({ ...state, phase: { type: 'held', code } });

/** Nothing more is done before a person has looked; a command that led here did not take effect. */
const heldPlan = (state: JourneyState): Plan => ({
  state,
  commands: [],
  journal: [],
  message: null,
  due: null,
  refused: 'held',
});

/** Of a journey that never got as far as a state. */
const emptyStateAt = (at: number, stage: string): JourneyState => ({
  v: STATE_VERSION,
  startedAt: at,
  startEvent: null,
  phase: { type: 'active' },
  stage,
  stageSince: at,
  tracks: [],
  steps: {},
  repeats: {},
  slas: [],
  goals: {},
  seenUpTo: 0,
  seen: [],
});
