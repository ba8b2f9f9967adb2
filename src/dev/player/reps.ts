import type { TaskView } from '../../api/contracts/tasks.js';
import { DAY, HOUR, type Instant } from '../../domain/instant.js';
import { LI_NA, SAM } from '../sample/people.js';
import type { Chance } from './chance.js';
import { intoHours, OFFICE } from './hours.js';
import { outcomeOf } from './outcomes.js';

/** How somebody of the sample works. */
export interface Worker {
  readonly zone: string;
  readonly language: 'en' | 'zh-CN';
  /** Business milliseconds from a task's appearing to its being done: at least, and at most. */
  readonly takes: readonly [Instant, Instant];
  /** The share of tasks never touched, so that some go overdue and reach the manager. */
  readonly forgets: number;
}

/**
 * Who works by themselves. Robin isn't here: the visitor signs in as Robin, and the desk is theirs. Nor is the manager but
 * for what has lain for days, so that a demo left alone doesn't come to a halt there.
 */
export const WORKERS: { readonly [email: string]: Worker } = {
  [SAM]: { zone: 'America/New_York', language: 'en', takes: [HOUR, 30 * HOUR], forgets: 0.12 },
  [LI_NA]: { zone: 'Asia/Shanghai', language: 'zh-CN', takes: [HOUR, 20 * HOUR], forgets: 0.06 },
  'manager@demo.example': { zone: 'America/New_York', language: 'en', takes: [4 * DAY, 8 * DAY], forgets: 0.3 },
};

/** What is to be done about a task, and when. */
export interface TaskPlan {
  readonly at: Instant;
  readonly outcome: string;
  readonly note: string | null;
  readonly answers: { readonly [field: string]: unknown };
}

/** Null: it is left to lie. An SLA's task is for a person to look at, and so is what came from an import. */
export function planOfTask(task: TaskView, worker: Worker, chance: Chance): TaskPlan | null {
  if (task.origin !== 'journey' || task.outcomes.length === 0) return null;
  // Not the task's id: another run of the same demo has other ids.
  const about = `${task.contactName}/${task.step}/${task.createdAt.slice(0, 10)}`;
  if (chance(`forget/${about}`) < worker.forgets) return null;
  const [least, most] = worker.takes;
  const done = Date.parse(task.createdAt) + least + chance(`takes/${about}`) * (most - least);
  const first = outcomeOf(task, chance(`outcome/${about}`));
  // Kinder than life: in a sample so small the board would empty into Lost within minutes.
  const isLoss = LOSSES.has(first) && chance(`mercy/${about}`) < 0.6;
  const outcome = isLoss ? outcomeOf(task, chance(`again/${about}`)) : first;
  return {
    at: intoHours(done, OFFICE, worker.zone, chance(`hours/${about}`)),
    outcome,
    note: NOTES[outcome]?.[worker.language] ?? null,
    answers: task.form.some(({ field }) => field === 'satisfaction')
      ? { satisfaction: outcome === 'satisfied' ? 5 : 3 }
      : {},
  };
}

const LOSSES: ReadonlySet<string> = new Set(['not-interested', 'not-needed', 'lost', 'fell-through', 'never']);

const NOTES: { readonly [outcome: string]: { readonly en: string; readonly 'zh-CN': string } } = {
  reached: { en: 'Friendly, has a minute; told them what we do.', 'zh-CN': '态度友好，已介绍我们的业务。' },
  'no-answer': { en: 'Rang out.', 'zh-CN': '无人接听。' },
  'wrong-number': { en: 'A bakery.', 'zh-CN': '是一家面包店。' },
  'not-interested': { en: 'Has a supplier and is happy with them.', 'zh-CN': '已有供应商，暂不考虑。' },
  'in-conversation': { en: 'Answered the questions; wants to talk.', 'zh-CN': '已答复疑问，愿意详谈。' },
  'need-found': { en: 'Has a room to fit out this year.', 'zh-CN': '今年有一间要改造。' },
  later: { en: 'Budget is decided next month.', 'zh-CN': '下个月才定预算。' },
  understood: { en: 'Measured and photographed everything.', 'zh-CN': '已测量并拍照。' },
  'discussing-terms': { en: 'Likes it; asks about payment.', 'zh-CN': '满意，在问付款方式。' },
  agreed: { en: 'Shook hands on it.', 'zh-CN': '已口头确认。' },
};
