import { formatInstant, type Instant } from '../instant.js';
import type { Command, MessageIntent } from '../journey/commands.js';
import type { FactEvent, Facts, Fields, FieldValue, TeamMember } from '../journey/facts.js';
import { withUpdate } from '../journey/lookup.js';
import { nodeOf, type Program } from '../journey/program.js';
import type { VirtualEvent } from './events.js';
import type { Subject } from './subject.js';

/** Kinds of task whose outcome means that somebody spoke with the customer. */
const CONVERSATIONS: ReadonlySet<string> = new Set(['call', 'visit', 'meeting']);

/** The records that a simulated journey sees: what the database is to a live one. */
export class World {
  facts: Facts;
  readonly consents: readonly string[];
  readonly optOuts: Set<string>;
  suppressed: boolean;

  constructor(
    private readonly program: Program,
    subject: Subject,
  ) {
    this.facts = {
      contact: subject.contact,
      account: subject.account,
      deal: subject.deal,
      owner: subject.owner ?? INVENTED_OWNER,
      events: [],
      answers: {},
      teams: teamsOf(program, subject.contact),
    };
    this.consents = subject.consents;
    this.optOuts = new Set(subject.optOuts);
    this.suppressed = subject.suppressed;
  }

  /** An event is stored, with what it changes in the records. */
  tell({ at, type, fields }: VirtualEvent): void {
    const seq = this.facts.events.length + 1;
    const event: FactEvent = { id: `evt_${seq}`, seq, type, at, fields };
    this.applyEffects(event);
    this.facts = { ...this.facts, events: [...this.facts.events, event] };
  }

  /** What a decision asks the records to be. */
  apply(commands: readonly Command[]): void {
    for (const command of commands) {
      if (command.type === 'update') this.set(command.object, command.set);
      else if (command.type === 'createDeal')
        this.facts = { ...this.facts, deal: { ...command.set, id: command.id, createdAt: formatInstant(command.at) } };
      else if (command.type === 'assign') {
        const member = this.facts.teams[command.teamId]?.find(({ userId }) => userId === command.userId);
        if (member !== undefined) this.facts = { ...this.facts, owner: member.fields };
      }
    }
  }

  /** A message has left. */
  sent({ at }: MessageIntent): void {
    this.set('contact', { lastContactAt: formatInstant(at) });
  }

  private set(object: 'contact' | 'account' | 'deal', set: { readonly [field: string]: FieldValue }): void {
    this.facts = withUpdate(this.facts, object, set);
  }

  private applyEffects({ type, at, fields }: FactEvent): void {
    const changed = /^(contact|account|deal)\.changed$/.exec(type)?.[1] as 'contact' | 'account' | 'deal' | undefined;
    if (changed !== undefined) {
      const { set } = fields;
      if (typeof set === 'object' && set !== null) this.set(changed, set as Fields);
      return;
    }
    switch (type) {
      case 'contact.unsubscribed':
        this.optOuts.add(typeof fields['topic'] === 'string' ? fields['topic'] : '*');
        return;
      case 'contact.tagged':
        return this.tag(fields['tag']);
      case 'email.bounced':
        this.suppressed ||= fields['hard'] === true;
        return;
      case 'email.replied':
        return this.set('contact', { lastContactAt: formatInstant(at) });
      case 'order.placed':
        return this.order(at, fields['amount']);
      case 'task.completed':
        return this.completed(at, fields);
    }
  }

  private tag(tag: unknown): void {
    const { tags } = this.facts.contact;
    const list = Array.isArray(tags) ? (tags as readonly string[]) : [];
    if (typeof tag === 'string' && !list.includes(tag)) this.set('contact', { tags: [...list, tag] });
  }

  private order(at: Instant, amount: unknown): void {
    const { orderCount, totalSpent, firstOrderAt } = this.facts.contact;
    this.set('contact', {
      orderCount: count(orderCount) + 1,
      totalSpent: count(totalSpent) + count(amount),
      firstOrderAt: firstOrderAt ?? formatInstant(at),
      lastOrderAt: formatInstant(at),
    });
  }

  private completed(at: Instant, { step, answers }: FactEvent['fields']): void {
    if (typeof step !== 'string') return;
    const { step: task } = nodeOf(this.program, step);
    if (task.action !== 'task') return;
    const given = typeof answers === 'object' && answers !== null ? (answers as Facts['answers'][string]) : {};
    this.facts = { ...this.facts, answers: { ...this.facts.answers, [step]: given } };
    if (CONVERSATIONS.has(task.task.kind)) this.set('contact', { lastContactAt: formatInstant(at) });
  }
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The owner of a contact that names none: has all that a template may ask of an owner. */
const INVENTED_OWNER: Fields = {
  id: 'usr_owner',
  name: 'Alex Owner',
  email: 'owner@example.com',
  phone: '+1 555 0100',
  team: 'sales',
  manager: 'usr_manager',
};

/** Each team that the definition assigns to, with one present member, who looks after the contact's place. */
function teamsOf(program: Program, contact: Fields): Facts['teams'] {
  const ids = [...program.nodes.values()].flatMap(({ step }) => (step.action === 'assign' ? [step.assign.team] : []));
  const { country } = contact;
  return Object.fromEntries(
    ids.map((team): [string, TeamMember[]] => [
      team,
      [
        {
          userId: `usr_${team}`,
          open: 0,
          last: 0,
          territories: typeof country === 'string' ? [country] : [],
          fields: { ...INVENTED_OWNER, id: `usr_${team}`, name: `Member of ${team}`, team },
        },
      ],
    ]),
  );
}
