import type {
  AdvanceRecord,
  FinishedAdvance,
  FrozenDecision,
  JourneyStore,
  JourneyTransaction,
  LedgerEntry,
  Programs,
  Renderer,
  SendVerdict,
  Standing,
  StoredCommand,
  StoredJourney,
} from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import type { AdvanceResult } from '../../domain/journey/advance.js';
import type { Command, JournalLine, MessageIntent } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import type { JourneyState } from '../../domain/journey/state.js';
import { type Db, PREPARED, type Tx } from '../client.js';
import { correlated } from '../correlation.js';
import { Prisma } from '../generated/client.js';
import { passTurn } from '../starts.js';
import { applyCommands } from './apply-commands.js';
import { StaleChoice } from './assign-owner.js';
import { readEntries } from './entry.js';
import { readFacts } from './facts.js';
import { isOthersTurn } from './group.js';
import { writeJournal } from './journal.js';
import { readJourneyRow } from './journey-row.js';
import { handOver, readClaimed, settleMessage, writeLedger } from './ledger.js';
import { lockContactOf } from './lock.js';
import { readMessageFacts } from './message-facts.js';
import { writeProjection } from './projection.js';
import { causeOf, inputOf } from './stored-command.js';

interface Beginning {
  readonly journeyId: string;
  readonly requestId: string | undefined;
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

interface DecisionRow {
  readonly fence: string;
  readonly decision: FrozenDecision;
  readonly result: AdvanceResult | null;
}

export interface JourneyStoreParts {
  /** Writes the titles of tasks, and messages to staff. */
  readonly renderer: Renderer;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

/** Journeys in Postgres, behind the activities' port. */
export function createJourneyStore(db: Db, parts: JourneyStoreParts): JourneyStore {
  return {
    async transaction(journeyId, work, requestId) {
      const run = (locksTeams: boolean) =>
        db.$transaction(async (tx) => {
          const begun = await PrismaJourneyTransaction.begin(tx, { journeyId, requestId, locksTeams }, parts);
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
    handOver: (messageId, fence, real) => handOver(db, messageId, fence, real),
  };
}

class PrismaJourneyTransaction implements JourneyTransaction {
  private constructor(
    private readonly tx: Tx,
    readonly journey: StoredJourney,
    private readonly parts: JourneyStoreParts,
    private readonly locksTeams: boolean,
  ) {}

  static async begin(
    tx: Tx,
    { journeyId, requestId, locksTeams }: Beginning,
    parts: JourneyStoreParts,
  ): Promise<PrismaJourneyTransaction> {
    await lockContactOf(tx, journeyId);
    const row = await readJourneyRow(tx, journeyId);
    const wokenBy = row.poked || row.advance === 0 ? row.correlationId : null;
    const journey: StoredJourney = {
      journeyId,
      definitionId: row.definitionId,
      definitionVersion: row.definitionVersion,
      ownerId: row.ownerId,
      subjectId: row.subjectId,
      contactId: row.contactId,
      open: row.status === 'open',
      correlationId: requestId === undefined ? wokenBy : await correlationOf(tx, requestId),
      dueAt: row.nextAt === null ? null : row.nextAt.getTime(),
      advance: row.advance,
      state: row.state,
      startStage: row.startStage,
      startEvent: row.startEventId,
      dealId: row.subjectType === 'deal' ? row.subjectId : null,
    };
    return new PrismaJourneyTransaction(tx, journey, parts, locksTeams);
  }

  async record(number: number): Promise<AdvanceRecord> {
    const row = await this.decision(number);
    if (row === null) return { type: 'none' };
    const { result, decision } = row;
    if (result !== null) return { type: 'finished', result };
    return { type: 'frozen', decision, message: await readClaimed(this.tx, this.journey.journeyId, decision.intent) };
  }

  private async decision(number: number): Promise<DecisionRow | null> {
    const rows = await this.tx.$queryRaw<DecisionRow[]>`${PREPARED}
      SELECT fence, decision, result FROM advances
      WHERE "journeyId" = ${this.journey.journeyId} AND number = ${number}`;
    return rows[0] ?? null;
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

  messageFacts(intent: MessageIntent, facts: Facts) {
    return readMessageFacts(this.tx, this.journey, intent, facts);
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

  async journal(number: number, lines: readonly JournalLine[], real: Instant, requestId: string | null): Promise<void> {
    await writeJournal(this.tx, { journeyId: this.journey.journeyId, advance: number, real, requestId }, lines);
  }

  ledger(entry: LedgerEntry, fence: string, now: Now): Promise<string> {
    return writeLedger(this.tx, this.journey, entry, fence, now);
  }

  async freeze(number: number, decision: FrozenDecision, fence: string, real: Instant): Promise<void> {
    await this.tx.$executeRaw`${PREPARED}
      INSERT INTO advances ("journeyId", number, fence, decision, "realAt")
      VALUES (${this.journey.journeyId}, ${number}, ${fence}, ${json(decision)}::jsonb, ${new Date(real)})`;
  }

  async takeOver(number: number, messageId: string, fence: string): Promise<string> {
    const { journeyId } = this.journey;
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

  async standing(number: number, fence: string): Promise<Standing> {
    const row = await this.decision(number);
    if (row !== null && row.result !== null) return { type: 'finished', result: row.result };
    return { type: row?.fence === fence ? 'ours' : 'lost' };
  }

  async hold(code: string): Promise<void> {
    await this.tx.journey.update({ where: { id: this.journey.journeyId }, data: { phase: 'held', attention: code } });
  }

  settle(messageId: string, verdict: SendVerdict, now: Now): Promise<void> {
    return settleMessage(this.tx, this.journey.contactId, messageId, verdict, now);
  }

  async finish(number: number, done: FinishedAdvance, fence: string, now: Now): Promise<void> {
    const { journeyId } = this.journey;
    const realDoneAt = new Date(now.real);
    await this.tx.$executeRaw`${PREPARED}
      INSERT INTO advances ("journeyId", number, fence, decision, "realAt", result, "realDoneAt", at, due)
      VALUES (${journeyId}, ${number}, ${fence}, '{}', ${realDoneAt},
        ${json(done.result)}::jsonb, ${realDoneAt}, ${new Date(now.virtual)}, ${done.due === null ? null : new Date(done.due)})
      ON CONFLICT ("journeyId", number) DO UPDATE SET
        result = excluded.result, "realDoneAt" = excluded."realDoneAt", at = excluded.at, due = excluded.due`;
    await writeProjection(this.tx, journeyId, done, now);
    if (done.result.ended) {
      const { programs, deployment } = this.parts;
      const { definitionId, contactId } = this.journey;
      const over = { journeyId, definitionId, contactId, group: done.passesTurnIn ?? null };
      await passTurn(this.tx, programs, deployment, over, now);
    }
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
