import { type ApiClient, ApiProblem } from '../../src/api/client.js';
import { createDeal, listDeals, updateDeal } from '../../src/api/contracts/deals.js';
import { postEvents } from '../../src/api/contracts/events.js';
import { completeTask, listTasks, type TaskView } from '../../src/api/contracts/tasks.js';
import { formatInstant } from '../../src/domain/instant.js';
import { stableFraction } from '../../src/domain/stable-hash.js';

/*
 * The world: reps who do their tasks and customers who answer their mail, through the API as anybody would. Every choice
 * is a hash of the seed and what it is about, so the same seed plays the same people however fast the machine is.
 */

/** What reps find, by step: outcome and weight. A step that isn't here gets its outcomes evenly. */
const OUTCOMES: { readonly [step: string]: { readonly [outcome: string]: number } } = {
  'first-call': { reached: 45, 'no-answer': 40, 'wrong-number': 5, 'not-interested': 10 },
  answer: { 'in-conversation': 85, 'not-interested': 15 },
  talk: { 'need-found': 35, later: 15, 'no-answer': 35, 'not-interested': 15 },
  'late-answer': { 'need-found': 60, 'not-interested': 40 },
  'needs-talk': { understood: 45, 'appointment-made': 25, 'not-reached': 20, 'not-interested': 10 },
  quote: { ready: 75, 'already-sent': 15, 'not-needed': 10 },
  'quote-talk': { 'discussing-terms': 40, 'new-quote': 15, 'needs-time': 15, 'not-reached': 15, lost: 15 },
  'agree-terms': { agreed: 45, 'special-terms': 10, thinking: 20, 'not-reached': 10, lost: 15 },
  'book-order': { booked: 95, 'fell-through': 5 },
  visit: { 'all-well': 60, 'new-need': 15, problem: 10, 'not-reached': 15 },
  'win-back-call': { interested: 20, 'not-now': 40, 'no-answer': 30, never: 10 },
};

const REPLIES = 0.1;
const UNSUBSCRIBES = 0.02;
/** Tasks that nobody does, so that reminders, escalations and overdue steps have something to do. */
const FORGOTTEN = 0.03;
const AT_ONCE = 8;

export interface CaughtMail {
  readonly id: string;
  readonly messageId: string;
}

/** Which step of whose journey a mail was, as a mailbox reader finds it out. */
export interface MailOrigin {
  readonly contactId: string;
  readonly stepId: string;
  readonly purpose: string;
}

export interface World {
  readonly api: ApiClient;
  readonly seed: string;
  /** Mails caught since the last call. */
  newMails(): Promise<readonly CaughtMail[]>;
  originOf(messageIds: readonly string[]): Promise<ReadonlyMap<string, MailOrigin>>;
  /** Business time, epoch ms. */
  now(): number;
}

export interface Played {
  tasks: number;
  forgotten: number;
  replies: number;
  unsubscribes: number;
  won: number;
}

export class Player {
  readonly played: Played = { tasks: 0, forgotten: 0, replies: 0, unsubscribes: 0, won: 0 };
  private readonly ignored = new Set<string>();

  constructor(private readonly world: World) {}

  /** One look at the desks and the inbox. */
  async round(): Promise<void> {
    await this.doTasks();
    await this.readMail();
  }

  private chance(about: string): number {
    return stableFraction(`${this.world.seed}/${about}`);
  }

  private async doTasks(): Promise<void> {
    const due: TaskView[] = [];
    const query = { status: 'open', dueBefore: formatInstant(this.world.now()) } as never;
    for await (const task of this.world.api.each(listTasks, { query })) {
      if (task.origin !== 'import' && task.outcomes.length > 0 && !this.ignored.has(task.id)) due.push(task);
    }
    await inParallel(due, (task) => this.doTask(task));
  }

  private async doTask(task: TaskView): Promise<void> {
    const about = `${task.contactId}/${task.step}/${task.title}`;
    if (this.chance(`forget/${about}`) < FORGOTTEN) {
      this.ignored.add(task.id);
      this.played.forgotten += 1;
      return;
    }
    const outcome = pick(
      task,
      this.chance(`outcome/${about}/${formatInstant(Date.parse(task.createdAt)).slice(0, 10)}`),
    );
    try {
      await this.world.api.call(completeTask, { params: { id: task.id }, body: { outcome } });
      this.played.tasks += 1;
      if (task.step === 'book-order' && outcome === 'booked') await this.winDeal(task);
    } catch (error) {
      // Withdrawn a moment ago, because the customer answered.
      if (!(error instanceof ApiProblem && error.problem.code === 'task-closed')) throw error;
    }
  }

  private async winDeal({ contactId }: TaskView): Promise<void> {
    if (contactId === null) return;
    const { data } = await this.world.api.call(listDeals, { query: { contact: contactId, limit: 1 } as never });
    const deal =
      data[0] ?? (await this.world.api.call(createDeal, { body: { contactId, name: 'Won by the player' } })).deal;
    await this.world.api.call(updateDeal, { params: { id: deal.id }, body: { stage: 'won' } });
    this.played.won += 1;
  }

  private async readMail(): Promise<void> {
    const mails = await this.world.newMails();
    if (mails.length === 0) return;
    const origins = await this.world.originOf(mails.map((mail) => mail.messageId));
    await inParallel(mails, async (mail) => {
      const origin = origins.get(mail.messageId);
      if (origin !== undefined) await this.answer(mail, origin);
    });
  }

  private async answer(mail: CaughtMail, { contactId, stepId, purpose }: MailOrigin): Promise<void> {
    const chance = this.chance(`mail/${contactId}/${stepId}`);
    const event = (type: string, fields: { [name: string]: unknown }) =>
      this.world.api.call(postEvents, {
        body: { type, contactId, fields, source: 'player', externalId: `${type}/${mail.messageId}` },
      });
    if (chance < REPLIES) {
      await event('email.replied', { step: stepId });
      this.played.replies += 1;
    } else if (purpose === 'marketing' && chance < REPLIES + UNSUBSCRIBES) {
      await event('contact.unsubscribed', {});
      this.played.unsubscribes += 1;
    }
  }
}

function pick(task: TaskView, chance: number): string {
  const weights = OUTCOMES[task.step ?? ''] ?? Object.fromEntries(task.outcomes.map((outcome) => [outcome, 1]));
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let rest = chance * total;
  for (const [outcome, weight] of Object.entries(weights)) {
    rest -= weight;
    if (rest < 0) return outcome;
  }
  return task.outcomes[0] ?? 'done';
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const one = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, one));
}
