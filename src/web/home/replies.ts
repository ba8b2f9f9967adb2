import type { MessageView } from '../../api/contracts/messages.js';

const FRESH_MS = 3 * 86_400_000;
const MOST = 5;

/** The mails that were answered lately, newest answer first. `now` is business time, epoch ms. */
export function freshReplies(messages: readonly MessageView[], now: number): readonly MessageView[] {
  return messages
    .filter(({ repliedAt }) => repliedAt !== null && Date.parse(repliedAt) >= now - FRESH_MS)
    .toSorted((a, b) => Date.parse(b.repliedAt ?? '') - Date.parse(a.repliedAt ?? ''))
    .slice(0, MOST);
}
