import type { MessageView } from '../../api/contracts/messages.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { mailTexts } from './mail-texts.js';

const TONES: Readonly<Record<MessageView['state'], Tone>> = {
  intended: 'neutral',
  claimed: 'info',
  'handed-over': 'info',
  accepted: 'good',
  refused: 'bad',
  bounced: 'bad',
  skipped: 'neutral',
  uncertain: 'warn',
};

/** What became of a message, and whether it was answered. */
export function MessageState({
  message: { state, repliedAt },
}: {
  readonly message: Pick<MessageView, 'state' | 'repliedAt'>;
}) {
  const t = useTexts(mailTexts);
  const words = useWords();
  return (
    <span className="ft-line">
      <Status tone={TONES[state]}>{words.messageState(state)}</Status>
      {repliedAt !== null && <Status tone="good">{t.replied}</Status>}
    </span>
  );
}

/** Whether a reason is the enhanced status code of a mail server (RFC 3463). */
export const isServerCode = (reason: string): boolean => /^[245]\.\d{1,3}\.\d{1,3}$/.test(reason);

/** Whether bytes of it exist: of what was left out there are none. */
export const wasMade = ({ claimedAt }: Pick<MessageView, 'claimedAt'>): boolean => claimedAt !== null;
