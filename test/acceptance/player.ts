import { type ApiClient, ApiProblem } from '../../src/api/client.js';
import { postEvents } from '../../src/api/contracts/events.js';
import { completeTask, listTasks, type TaskView } from '../../src/api/contracts/tasks.js';
import { type Chance, chanceOf } from '../../src/dev/player/chance.js';
import { outcomeOf } from '../../src/dev/player/outcomes.js';
import { winDeal } from '../../src/dev/player/win-deal.js';
import { inParallel } from '../../src/domain/in-parallel.js';
import { formatInstant } from '../../src/domain/instant.js';

/*
 * The world: reps who do their tasks and customers who answer their mail, through the API as anybody would. Every choice
 * is a hash of the seed and what it is about, so the same seed plays the same people however fast the machine is.
 */

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

  private readonly chance: Chance;

  constructor(private readonly world: World) {
    this.chance = chanceOf(world.seed);
  }

  /** One look at the desks and the inbox. */
  async round(): Promise<void> {
    await this.doTasks();
    await this.readMail();
  }

  private async doTasks(): Promise<void> {
    const due: TaskView[] = [];
    const query = { status: 'open', dueBefore: formatInstant(this.world.now()) } as never;
    for await (const task of this.world.api.each(listTasks, { query })) {
      if (task.origin !== 'import' && task.outcomes.length > 0 && !this.ignored.has(task.id)) due.push(task);
    }
    await inParallel(due, AT_ONCE, (task) => this.doTask(task));
  }

  private async doTask(task: TaskView): Promise<void> {
    const about = `${task.contactId}/${task.step}/${task.title}`;
    if (this.chance(`forget/${about}`) < FORGOTTEN) {
      this.ignored.add(task.id);
      this.played.forgotten += 1;
      return;
    }
    const day = formatInstant(Date.parse(task.createdAt)).slice(0, 10);
    const outcome = outcomeOf(task, this.chance(`outcome/${about}/${day}`));
    try {
      await this.world.api.call(completeTask, { params: { id: task.id }, body: { outcome } });
      this.played.tasks += 1;
      if (task.step === 'book-order' && outcome === 'booked') await this.winDeal(task.contactId);
    } catch (error) {
      // Withdrawn a moment ago, because the customer answered.
      if (!(error instanceof ApiProblem && error.problem.code === 'task-closed')) throw error;
    }
  }

  private async winDeal(contactId: string | null): Promise<void> {
    if (contactId === null) return;
    await winDeal(this.world.api, contactId, 'Won by the player');
    this.played.won += 1;
  }

  private async readMail(): Promise<void> {
    const mails = await this.world.newMails();
    if (mails.length === 0) return;
    const origins = await this.world.originOf(mails.map((mail) => mail.messageId));
    await inParallel(mails, AT_ONCE, async (mail) => {
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
