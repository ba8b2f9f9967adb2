import { useMemo } from 'react';
import type { MessageView } from '../../api/contracts/messages.js';
import { reasonTexts, reasonWords } from '../journey/reason-texts.js';
import { Code } from '../kit/code.js';
import type { Column } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { useTexts } from '../texts/use-texts.js';
import { isServerCode, MessageState } from './message-state.js';
import { messagesTexts } from './texts.js';

/** All columns; beside a message that is open, only what finds the next one. */
export function useColumns(chosen: string | null): readonly Column<MessageView>[] {
  const t = useTexts(messagesTexts);
  return useMemo(() => {
    const beside = chosen !== null;
    const message: Column<MessageView> = {
      id: 'message',
      title: t.message,
      cell: (row) => (
        <span aria-current={row.id === chosen ? 'true' : undefined} className="messages-name">
          {row.contactName}
          <span className="messages-under">{row.subject ?? t.noSubject}</span>
        </span>
      ),
    };
    const state: Column<MessageView> = {
      id: 'state',
      title: t.state,
      width: beside ? '38%' : '190px',
      onPhone: true,
      cell: (row) => (
        <>
          <MessageState message={row} />
          {beside && (
            <span className="messages-under">
              <Instant at={instantOf(row)} />
            </span>
          )}
        </>
      ),
    };
    if (beside) return [message, state];
    return [
      message,
      state,
      { id: 'why', title: t.why, cell: (row) => <WhyCell message={row} /> },
      { id: 'to', title: t.to, cell: (row) => row.toAddress ?? <span className="ft-soft">{t.nothing}</span> },
      { id: 'when', title: t.when, width: '130px', cell: (row) => <Instant at={instantOf(row)} /> },
    ];
  }, [t, chosen]);
}

/** The instant that its state is of. */
const instantOf = ({ acceptedAt, claimedAt, intendedAt }: MessageView): string => acceptedAt ?? claimedAt ?? intendedAt;

/** Why it was left out, put off or refused; of what was sent there is nothing to say. */
function WhyCell({ message: { reason, state } }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const reasons = useTexts(reasonTexts);
  if (state === 'uncertain') return t.uncertainTitle;
  if (reason === null || state === 'accepted') return <span className="ft-soft">{t.nothing}</span>;
  const words = reasonWords(reasons, reason);
  if (words !== undefined) return <span title={words}>{words}</span>;
  return (
    <>
      {isServerCode(reason) && `${t.refusedCode} `}
      <Code>{reason}</Code>
    </>
  );
}
