import { formatInstant, type Instant } from '../instant.js';
import type { OtherMessage } from '../journey/caps.js';
import { type Command, contentOf, type MessageIntent } from '../journey/commands.js';
import type { FactEvent, Facts, FieldValue } from '../journey/facts.js';
import { covers } from '../journey/gate.js';
import { withUpdate } from '../journey/lookup.js';
import type { Program } from '../journey/program.js';
import { addressKey } from '../mail-address.js';
import { changesBy, changesByOutcome, type RecordChange } from '../records/event-changes.js';
import { assertNever } from '../result.js';
import { asMeant } from '../tracking/objection.js';
import type { VirtualEvent } from './events.js';
import { inventedFacts } from './invented.js';
import type { Subject } from './subject.js';

/** The records that a simulated journey sees: what the database is to a live one. */
export class World {
  facts: Facts;
  readonly consents: readonly string[];
  readonly optOuts: Set<string>;
  private readonly agreedSince: readonly string[];
  /** The marketing that has left. */
  readonly marketing: OtherMessage[] = [];
  /** Addresses that get no mail any more. */
  private readonly suppressions = new Set<string>();
  /** Open tasks by step: what kind of work they are. */
  private readonly tasks = new Map<string, string>();
  private seq = 0;

  constructor(program: Program, subject: Subject, start: Instant) {
    this.facts = inventedFacts(program, subject, start);
    this.consents = subject.consents;
    this.optOuts = new Set(subject.optOuts);
    this.agreedSince = subject.agreedSince ?? ['*'];
    if (subject.suppressed) this.change({ type: 'suppress' });
  }

  suppresses(intent: MessageIntent): boolean {
    const { email } = this.facts.contact;
    if (typeof email === 'string' && this.suppressions.has(addressKey(email))) return true;
    const { purpose, topic = null } = contentOf(intent);
    return purpose === 'marketing' && !covers(this.agreedSince, topic);
  }

  /**
   * An event is stored, with what it changes in the records. Says whether it was: nobody can give an outcome to a task that
   * is not on a desk.
   */
  tell({ at, ...said }: VirtualEvent): boolean {
    const { type, fields } = asMeant(said);
    if (type === 'task.completed' && !this.complete(at, fields)) return false;
    for (const change of changesBy({ type, at, fields })) this.change(change);
    this.seq += 1;
    const event: FactEvent = { id: `evt_${this.seq}`, seq: this.seq, type, at, fields };
    this.facts = { ...this.facts, events: [...this.facts.events, event] };
    return true;
  }

  /** What a decision asks the records to be. */
  apply(commands: readonly Command[]): void {
    for (const command of commands) {
      switch (command.type) {
        case 'update':
          this.set(command.object, command.set);
          break;
        case 'createDeal':
          this.facts = {
            ...this.facts,
            deal: { ...command.set, id: command.id, createdAt: formatInstant(command.at) },
          };
          break;
        case 'assign':
          this.assign(command.teamId, command.userId);
          break;
        case 'createTask':
          this.tasks.set(command.stepId, command.kind);
          break;
        case 'withdrawTasks':
          for (const step of command.stepIds === 'all' ? [...this.tasks.keys()] : command.stepIds)
            this.tasks.delete(step);
          break;
        // Nothing tells when another definition's journey would end by itself: it is open until it is stopped.
        case 'start':
          this.facts = { ...this.facts, entries: { ...this.facts.entries, [command.definitionId]: 'already-open' } };
          break;
        case 'stop': {
          const { [command.definitionId]: _stopped, ...entries } = this.facts.entries ?? {};
          this.facts = { ...this.facts, entries };
          break;
        }
        // They reach out of the journey; nothing in its records changes.
        case 'notice':
        case 'notify':
        case 'webhook':
        // A simulation stays in its version.
        case 'reviseTask':
        case 'dropMessage':
        // And nothing in it is ever in doubt.
        case 'messageArrived':
          break;
        default:
          assertNever(command);
      }
    }
  }

  /** A message has left; `claimedAt`: what caps count by. */
  sent(intent: MessageIntent, claimedAt: Instant): void {
    const { purpose, topic = null } = contentOf(intent);
    if (purpose === 'marketing') this.marketing.push({ at: claimedAt, topic, waits: false });
    this.set('contact', { lastContactAt: formatInstant(intent.at) });
  }

  private set(object: 'contact' | 'account' | 'deal', set: { readonly [field: string]: FieldValue }): void {
    // An event may tell of a record that the simulation has not been given: there is nothing to change then.
    if (this.facts[object] !== null) this.facts = withUpdate(this.facts, object, set);
  }

  private assign(teamId: string, userId: string): void {
    const members = this.facts.teams[teamId] ?? [];
    const chosen = members.find((member) => member.userId === userId);
    if (chosen === undefined) return;
    const last = Math.max(...members.map((member) => member.last)) + 1;
    const turned = members.map((member) => (member === chosen ? { ...member, last } : member));
    this.facts = { ...this.facts, owner: chosen.fields, teams: { ...this.facts.teams, [teamId]: turned } };
  }

  private change(change: RecordChange): void {
    const { contact } = this.facts;
    switch (change.type) {
      case 'set':
        return this.set(change.object, change.set);
      case 'first-order':
        return this.set('contact', { firstOrderAt: contact['firstOrderAt'] ?? formatInstant(change.at) });
      case 'add':
        return this.set('contact', { [change.to]: sum(contact[change.to], change.n) });
      case 'tag': {
        const tags = Array.isArray(contact['tags']) ? (contact['tags'] as readonly string[]) : [];
        return this.set('contact', { tags: tags.includes(change.tag) ? tags : [...tags, change.tag] });
      }
      case 'opt-out':
        this.optOuts.add(change.topic);
        return;
      case 'suppress':
        if (typeof contact['email'] === 'string') this.suppressions.add(addressKey(contact['email']));
        return;
      // What a simulated gate asks of suppression is of mail.
      case 'suppress-phone':
        return;
      default:
        return assertNever(change);
    }
  }

  /** A task gets its outcome. Says whether it was open. */
  private complete(at: Instant, { step, answers }: FactEvent['fields']): boolean {
    const kind = typeof step === 'string' ? this.tasks.get(step) : undefined;
    if (typeof step !== 'string' || kind === undefined) return false;
    this.tasks.delete(step);
    if (typeof answers === 'object' && answers !== null) {
      const given = answers as Facts['answers'][string];
      this.facts = { ...this.facts, answers: { ...this.facts.answers, [step]: given } };
    }
    for (const change of changesByOutcome(kind, at)) this.change(change);
    return true;
  }
}

/** Money is kept in cents by the database: a tenth and two tenths are three tenths. */
const sum = (before: unknown, n: number): number =>
  Math.round(((typeof before === 'number' ? before : 0) + n) * 10_000) / 10_000;
