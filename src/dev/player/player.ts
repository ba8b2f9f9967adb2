import { simpleParser } from 'mailparser';
import { type ApiClient, ApiProblem } from '../../api/client.js';
import { createContact, listContacts } from '../../api/contracts/contacts.js';
import { postEvents } from '../../api/contracts/events.js';
import { getMessageRaw, listMessages, type MessageView } from '../../api/contracts/messages.js';
import { completeTask, listTasks, type TaskView } from '../../api/contracts/tasks.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { assertNever } from '../../domain/result.js';
import { DEMO_START } from '../demo-clock.js';
import { LATE_LEADS } from '../sample/late-leads.js';
import { addressOf } from '../sample/people.js';
import { contactFields } from '../sample/put-sample.js';
import type { Chance } from './chance.js';
import { type CustomerAct, type MailPlan, planOfMail } from './customers.js';
import { planOfTask, type TaskPlan, WORKERS } from './reps.js';
import { winDeal } from './win-deal.js';

/*
 * The people of the demo: customers who answer their mail, reps who do their tasks, leads who write. Everything goes
 * through the API, as it would in life; what is decided is in customers.ts and reps.ts. People whom the visitor has added
 * are let be.
 */

/** How far back mail is looked at, after a restart. */
const LOOK_BACK = 3 * DAY;
/** After a restart much is due at once; people are not that quick. */
const ACTS_A_ROUND = 3;

export interface Stage {
  readonly api: ApiClient;
  readonly chance: Chance;
  /** Business time. */
  now(): Promise<Instant>;
  /** Ids of those who work here, by address. */
  readonly users: ReadonlyMap<string, string>;
  /** Addresses of the sample's people. */
  readonly sample: ReadonlySet<string>;
  say(line: string): void;
}

interface Customer {
  readonly email: string;
  readonly zone: string;
}

export class Player {
  private readonly customers = new Map<string, Customer | null>();
  private readonly mails = new Map<string, { readonly message: MessageView; readonly plan: MailPlan | null }>();
  private readonly done = new Set<string>();

  constructor(private readonly stage: Stage) {}

  /** One look at the website, the mailboxes and the desks, and what is due there. */
  async round(): Promise<void> {
    const now = await this.stage.now();
    await this.bringLeads(now);
    await this.answerMail(now);
    await this.doTasks(now);
  }

  private async bringLeads(now: Instant): Promise<void> {
    for (const { after, person, company } of LATE_LEADS) {
      const email = addressOf(person, company);
      if (DEMO_START + after > now || this.done.has(email)) continue;
      const ownerId = this.stage.users.get(company.owner ?? '') ?? null;
      // Known already after a restart: the address is taken then.
      await this.act(email, () =>
        this.stage.api.call(createContact, { body: contactFields(person, company, ownerId) }),
      );
    }
  }

  private async answerMail(now: Instant): Promise<void> {
    await this.readMail(now);
    const due = [...this.mails.values()].filter(
      ({ message, plan }) => plan !== null && plan.at <= now && !this.done.has(message.id),
    );
    for (const { message, plan } of due.slice(0, ACTS_A_ROUND)) {
      if (plan !== null) await this.act(message.id, () => this.answer(message, plan.act));
    }
  }

  /** New mails of the ledger, newest first until one is known. */
  private async readMail(now: Instant): Promise<void> {
    let cursor: string | null = null;
    do {
      const query = { state: 'accepted', limit: 100, ...(cursor === null ? {} : { cursor }) } as never;
      const page = await this.stage.api.call(listMessages, { query });
      const fresh = page.data.filter((message) => !this.mails.has(message.id));
      for (const message of fresh) {
        const customer = await this.customer(message.contactId);
        const plan =
          customer === null || message.repliedAt !== null ? null : planOfMail(message, customer, this.stage.chance);
        this.mails.set(message.id, { message, plan });
      }
      const oldest = page.data.at(-1)?.acceptedAt ?? null;
      const goOn = fresh.length === page.data.length && oldest !== null && Date.parse(oldest) > now - LOOK_BACK;
      cursor = goOn ? page.nextCursor : null;
    } while (cursor !== null);
  }

  private async answer(message: MessageView, act: CustomerAct): Promise<unknown> {
    // The mail's own id: an answer told again after a restart is the same answer.
    const tell = (type: string, fields: { readonly [name: string]: unknown }) =>
      this.stage.api.call(postEvents, {
        body: {
          type,
          contactId: message.contactId,
          fields: { ...fields },
          source: 'player',
          externalId: `${type}/${message.messageId}`,
        },
      });
    switch (act) {
      case 'reply':
        return tell('email.replied', { step: message.step });
      case 'accept-quote':
        return tell('quote.accepted', {});
      case 'refuse-quote':
        return tell('quote.refused', {});
      case 'bounce':
        return tell('email.bounced', { step: message.step, hard: true });
      case 'unsubscribe':
        return this.unsubscribe(message);
      default:
        return assertNever(act);
    }
  }

  /** Follows the mail's own link, as the customer does. */
  private async unsubscribe(message: MessageView): Promise<void> {
    const raw = await this.stage.api.call(getMessageRaw, { params: { id: message.id } });
    const { text } = await simpleParser(raw);
    const link = /https?:\/\/\S+\/u\/[\w.~-]+/.exec(text ?? '')?.[0];
    if (link === undefined) return this.stage.say(`mail ${message.id} has no link to unsubscribe by`);
    const answer = await fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    if (!answer.ok) this.stage.say(`the unsubscribe link of mail ${message.id} answered ${answer.status}`);
  }

  private async doTasks(now: Instant): Promise<void> {
    const due: { readonly task: TaskView; readonly plan: TaskPlan }[] = [];
    for await (const task of this.stage.api.each(listTasks, { query: { status: 'open' } as never })) {
      const plan = await this.planOf(task);
      if (plan !== null && plan.at <= now) due.push({ task, plan });
    }
    due.sort((a, b) => a.plan.at - b.plan.at);
    for (const { task, plan } of due.slice(0, ACTS_A_ROUND)) await this.act(task.id, () => this.doTask(task, plan));
  }

  private async planOf(task: TaskView): Promise<TaskPlan | null> {
    if (this.done.has(task.id) || task.contactId === null) return null;
    const [, worker] = Object.entries(WORKERS).find(([email]) => this.stage.users.get(email) === task.assigneeId) ?? [];
    if (worker === undefined || (await this.customer(task.contactId)) === null) return null;
    return planOfTask(task, worker, this.stage.chance);
  }

  private async doTask(task: TaskView, { outcome, note, answers }: TaskPlan): Promise<void> {
    const body = {
      outcome,
      ...(note === null ? {} : { note }),
      ...(Object.keys(answers).length === 0 ? {} : { answers: { ...answers } }),
    };
    await this.stage.api.call(completeTask, { params: { id: task.id }, body });
    if (task.step?.endsWith('book-order') && outcome === 'booked' && task.contactId !== null) {
      await winDeal(this.stage.api, task.contactId, task.contactName ?? task.title);
    }
  }

  /** Somebody of the sample; null: a contact that the visitor added. */
  private async customer(contactId: string): Promise<Customer | null> {
    if (!this.customers.has(contactId)) {
      this.customers.set(contactId, null);
      for await (const { id, email, timezone } of this.stage.api.each(listContacts)) {
        const known = email !== null && this.stage.sample.has(email) ? { email, zone: timezone ?? 'UTC' } : null;
        this.customers.set(id, known);
      }
    }
    return this.customers.get(contactId) ?? null;
  }

  /** Once only, whatever comes of it: a task withdrawn a moment ago, or a lead who is there already, is no fault. */
  private async act(about: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.stage.say(`${about}: ${error.problem.code}`);
    }
    this.done.add(about);
  }
}
