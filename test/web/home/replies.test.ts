import { expect, test } from 'vitest';
import type { MessageView } from '../../../src/api/contracts/messages.js';
import { freshReplies } from '../../../src/web/home/replies.js';

const NOW = Date.parse('2027-03-10T12:00:00Z');
const answered = (id: string, repliedAt: string | null) => ({ id, repliedAt }) as MessageView;

test('replies of the last three days are shown, newest first, and at most five', () => {
  const messages = [
    answered('never', null),
    answered('long ago', '2027-03-07T11:59:59Z'),
    answered('just within', '2027-03-07T12:00:00Z'),
    answered('now', '2027-03-10T12:00:00Z'),
    answered('yesterday', '2027-03-09T12:00:00Z'),
  ];
  expect(freshReplies(messages, NOW).map(({ id }) => id)).toEqual(['now', 'yesterday', 'just within']);
  const many = Array.from({ length: 9 }, (_, i) => answered(`${i}`, '2027-03-10T08:00:00Z'));
  expect(freshReplies(many, NOW)).toHaveLength(5);
});
