import type { Duration } from '../calendar/duration.js';
import type { Comparison, Condition } from '../condition/condition.js';
import { assertNever } from '../result.js';
import type { Words } from './words.js';

/** `2 business days`, `2 个工作日`. */
export function durationText({ n, unit }: Duration, words: Words): string {
  const [one, many] = words.units[unit];
  return `${n} ${Math.abs(n) === 1 ? one : many}`;
}

/** A condition as a person would say it: `contact.status is customer and deal.amount ≥ 5000`. */
export function conditionText(condition: Condition, words: Words): string {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const joint = condition.type === 'all' ? words.and : words.or;
      return condition.of.map((inner) => grouped(inner, condition.type, words)).join(joint);
    }
    case 'not':
      return `${words.not}(${conditionText(condition.of, words)})`;
    case 'test':
      return `${condition.path} ${comparisonText(condition.test, words)}`;
    default:
      return assertNever(condition);
  }
}

/** Brackets only where `and` and `or` stand in each other. */
function grouped(inner: Condition, around: 'all' | 'any', words: Words): string {
  const text = conditionText(inner, words);
  const mixed = (inner.type === 'all' || inner.type === 'any') && inner.type !== around && inner.of.length > 1;
  return mixed ? `(${text})` : text;
}

function comparisonText(test: Comparison, words: Words): string {
  const said = words.compared[test.op];
  switch (test.op) {
    case 'exists':
      return test.value ? words.exists : words.missing;
    case 'in':
    case 'notIn':
      return `${said} ${test.values.join(words.comma)}`;
    case 'olderThan':
    case 'within':
      return `${said} ${durationText(test.value, words)}`;
    case 'atLeast':
      return `${said} ${test.n}${test.within === undefined ? '' : ` (${words.compared.within} ${durationText(test.within, words)})`}`;
    default:
      return `${said} ${String(test.value)}`;
  }
}
