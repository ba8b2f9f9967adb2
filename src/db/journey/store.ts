import type {
  AdvanceRecord,
  ClaimEntry,
  DecisionKey,
  FinishedAdvance,
  FrozenDecision,
  HeldBackEntry,
  JourneyStore,
  JourneyTransaction,
  Programs,
  Renderer,
  SendVerdict,
  Standing,
  StoredCommand,
  StoredJourney,
} from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import type { AdvanceResult } from '../../domain/journey/advance.js';
import { priorityOf } from '../../domain/journey/caps.js';
import type { Command, JournalLine, MessageIntent } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import type { Counted } from '../../domain/journey/quota.js';
import type { DomainTurn, Rate } from '../../domain/journey/receiving-rate.js';
import type { JourneyState } from '../../domain/journey/state.js';
import { threadOf } from '../../domain/journey/thread.js';
import { takeHeldTurn } from '../campaign/pace.js';
import type { Db, Tx } from '../client.js';
import { correlated } from '../correlation.js';
import { Prisma } from '../generated/client.js';
import { countMessages, holdCount } from '../mailboxes/counted.js';
import { passTurn } from '../starts.js';
import { transaction } from '../statement.js';
import { applyCommands } from './apply-commands.js';
import { StaleChoice } from './assign-owner.js';
import { takeDomainTurn } from './domain-turn.js';
import { readEntries } from './entry.js';
import { readFacts } from './facts.js';
import { writeForeseen } from './foreseen.js';
import { isOthersTurn } from './group.js';
import { writeJournal } from './journal.js';
import { type DecisionRow, readJourneyRow } from './journey-row.js';
import { freezeWithClaim, handOverOfJourney, readClaimed, settleMessage, writeHeldBack } from './ledger.js';
import { lockContactOf } from './lock.js';
import { readMessageFacts } from './message-facts.js';
import { pokeLater } from './poke-later.js';
import { writeResult } from './projection.js';
import { causeOf, inputOf } from './stored-command.js';

interface Beginning {
  readonly key: DecisionKey;
  /** Holds whose turn it is in each team from before the first look at it. */
  readonly locksTeams: boolean;
}

async function correlationOf(tx: Tx, requestId: string): Promise<string | null> {
  const row = await tx.command.findUnique({ where: { requestId }, select: { correlationId: true } });
  return row?.correlationId ?? null;
}

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

export interface JourneyStoreParts {
  /** Writes the titles of tasks, and messages to staff. */
  readonly renderer: Renderer;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

/** Journeys in Postgres, behind the activities' port. */
export function createJourneyStore(db: Db, parts: JourneyStoreParts): JourneyStore {
  return {
    async transaction(key, work) {
      const run = (locksTeams: boolean) =>
        transaction(db, async (tx) => {
          const begun = await PrismaJourneyTransaction.begin(tx, { key, locksTeams }, parts);
          return await correlated(begun.journey.correlationId, () => work(begun));
        });
      try {
        return await run(false);
      } catch (error) {
        // Nothing of it stands: it is decided anew, this time with the turn held from before the first look at it.
        if (!(error instanceof StaleChoice)) throw error;
        return await run(true);
      }
    },
    handOver: (messageId, fence, real) => handOverOfJourney(db, messageId, fence, real),
  };
}

class PrismaJourneyTransaction implements JourneyTransaction {
  private constructor(
    private readonly tx: Tx,
    readonly journey: StoredJourney,
    private readonly number: number,
    /** Of that number, as it was when the lock was taken. */
    private readonly known: DecisionRow,
    private readonly parts: JourneyStoreParts,
    private readonly locksTeams: boolean,
  ) {}

  static async begin(
    tx: Tx,
    { key: { journeyId, number, requestId }, locksTeams }: Beginning,
    parts: JourneyStoreParts,
  ): Promise<PrismaJourneyTransaction> {
    await lockContactOf(tx, journeyId);
    const row = await readJourneyRow(tx, journeyId, number);
    const wokenBy = row.poked || row.advance === 0 ? row.correlationId : null;
    const journey: StoredJourney = {
      journeyId,
      definitionId: row.definitionId,
      definitionVersion: row.definitionVersion,
      ownerId: row.ownerId,
      subjectId: row.subjectId,
      contactId: row.contactId,
      open: row.status === 'open',
      poked: row.poked,
      correlationId: requestId === undefined ? wokenBy : await correlationOf(tx, requestId),
      dueAt: row.nextAt === null ? null : row.nextAt.getTime(),
      advance: row.advance,
      state: row.state,
      startStage: row.startStage,
      startEvent: row.startEventId,
      dealId: row.subjectType === 'deal' ? row.subjectId : null,
    };
    return new PrismaJourneyTransaction(tx, journey, number, row, parts, locksTeams);
  }

  async record(): Promise<AdvanceRecord> {
    const { result, decision } = this.known;
    if (result !== null) return { type: 'finished', result };
    if (decision === null) return { type: 'none' };
    return { type: 'frozen', decision, message: await readClaimed(this.tx, this.journey.journeyId, decision.intent) };
  }

  async lastFinished(): Promise<number> {
    const { journeyId } = this.journey;
    const row = await this.tx.advance.findFirst({
      where: { journeyId, result: { not: Prisma.DbNull } },
      orderBy: { number: 'desc' },
      select: { number: true },
    });
    return row?.number ?? 0;
  }

  async command(requestId: string): Promise<StoredCommand> {
    const row = await this.tx.command.findUniqueOrThrow({ where: { requestId } });
    const answer = row.answer as { code: string | null } | null;
    return {
      cause: causeOf(row),
      answer: answer === null ? undefined : answer.code,
    };
  }

  async facts(program: Program, state: JourneyState | null, now: Now): Promise<Facts> {
    const { tx, journey, parts, locksTeams } = this;
    const { exclusive } = program.definition;
    const facts = await readFacts(tx, journey, program, state, now, { locksTeams });
    const entries = await readEntries(tx, parts, program, journey.contactId, facts, now);
    const othersTurn =
      exclusive !== undefined &&
      (await isOthersTurn(tx, parts.programs, journey.contactId, journey.journeyId, exclusive));
    return { ...facts, entries, othersTurn };
  }

  async counted(mailboxId: string, { stepId, occurrence }: MessageIntent, now: Instant): Promise<Counted | null> {
    if (!(await holdCount(this.tx, mailboxId))) return null;
    return await countMessages(this.tx, mailboxId, now, { journeyId: this.journey.journeyId, stepId, occurrence });
  }

  domainTurn(domain: string, rate: Rate, linedUpAt: Instant | null, now: Instant): Promise<DomainTurn | null> {
    const { catchUp } = this.parts.deployment;
    return takeDomainTurn(this.tx, { domain, rate, linedUpAt, now, catchUp });
  }

  campaignTurn(campaignId: string, perMinute: number, real: Instant): Promise<number> {
    return takeHeldTurn(this.tx, campaignId, perMinute, real);
  }

  messageFacts(intent: MessageIntent, facts: Facts, program: Program) {
    const { policy } = this.parts.deployment;
    const caps = { policy, priority: priorityOf(program), programs: this.parts.programs };
    const { id, campaign } = program.definition;
    const of = { caps, thread: threadOf(program, intent), campaignId: campaign === undefined ? null : id };
    return readMessageFacts(this.tx, this.journey, intent, facts, of);
  }

  apply(
    commands: readonly Command[],
    decided: { readonly facts: Facts; readonly program: Program; readonly state: JourneyState },
    now: Now,
  ): Promise<void> {
    const { journeyId, contactId } = this.journey;
    const { tx, parts, locksTeams } = this;
    return applyCommands({ tx, parts, journeyId, contactId, locksTeams, ...decided, now }, commands);
  }

  async journal(lines: readonly JournalLine[], real: Instant, requestId: string | null): Promise<void> {
    const { journeyId } = this.journey;
    await writeJournal(this.tx, { journeyId, advance: this.number, real, requestId }, lines);
  }

  holdBack(entry: HeldBackEntry, now: { readonly virtual: Instant }): Promise<void> {
    return writeHeldBack(this.tx, this.journey, entry, now);
  }

  freeze(decision: FrozenDecision, entry: ClaimEntry, fence: string, now: Now): Promise<string> {
    return freezeWithClaim(this.tx, this.journey, { number: this.number, decision, fence }, entry, now);
  }

  async takeOver(messageId: string, fence: string): Promise<string> {
    const { journeyId } = this.journey;
    const { number } = this;
    await this.tx.advance.update({ where: { journeyId_number: { journeyId, number } }, data: { fence } });
    // The row's lock keeps a hand-over under the old fence waiting, and then it finds this one.
    const { state } = await this.tx.message.update({
      where: { id: messageId },
      data: { fence },
      select: { state: true },
    });
    return state;
  }

  async claimAgain(messageId: string, real: Instant): Promise<void> {
    await this.tx.message.update({ where: { id: messageId }, data: { realClaimedAt: new Date(real) } });
  }

  standing(fence: string): Standing {
    const { result, fence: held } = this.known;
    if (result !== null) return { type: 'finished', result };
    return { type: held === fence ? 'ours' : 'lost' };
  }

  async hold(code: string): Promise<void> {
    await this.tx.journey.update({ where: { id: this.journey.journeyId }, data: { phase: 'held', attention: code } });
  }

  settle(messageId: string, verdict: SendVerdict, now: Now): Promise<void> {
    return settleMessage(this.tx, this.journey, messageId, verdict, now);
  }

  async finish(done: FinishedAdvance, fence: string, now: Now): Promise<void> {
    const { journeyId } = this.journey;
    await writeResult(this.tx, { journeyId, number: this.number, fence }, done, now);
    if (done.foreseen !== undefined) await writeForeseen(this.tx, journeyId, done.foreseen);
    if (done.result.ended) {
      const { programs, deployment } = this.parts;
      const { definitionId, contactId } = this.journey;
      const over = { journeyId, definitionId, contactId, group: done.passesTurnIn ?? null };
      await passTurn(this.tx, programs, deployment, over, now);
    }
    if (done.result.rolls === true) await pokeLater(this.tx, journeyId, now.real);
    if (done.requestId !== null) await this.answer(done.requestId, done.result, now);
  }

  /** The first answer stands; with it, in the same transaction, goes the audit row (law 12). */
  private async answer(requestId: string, { state, answer }: AdvanceResult, now: Now): Promise<void> {
    const code = answer ?? null;
    const [command] = await this.tx.command.updateManyAndReturn({
      where: { requestId, answer: { equals: Prisma.DbNull } },
      data: { answer: json({ code, phase: state.phase.type, stage: state.stage }) },
    });
    if (command === undefined || code !== null) return;
    await this.tx.audit.create({
      data: {
        at: new Date(now.virtual),
        realAt: new Date(now.real),
        actorId: command.actorId,
        action: `journey.${command.kind}`,
        objectType: 'journey',
        objectId: this.journey.journeyId,
        reason: command.reason,
        detail: { requestId, ...inputOf(command) },
      },
    });
  }
}
