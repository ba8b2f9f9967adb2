import { useState } from 'react';
import type { Answer } from '../../api/contracts/contract.js';
import type { checkMailbox, MailboxSettingsView } from '../../api/contracts/mailboxes.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { findingTexts } from './finding-texts.js';
import { mailboxTexts } from './texts.js';

type Check = Answer<typeof checkMailbox>;

interface CheckCardProps {
  readonly mailbox: MailboxSettingsView;
  readonly onMend: () => void;
}

/** Tries the servers and looks the record up, and says what came of each. */
export function CheckCard({ mailbox, onMend }: CheckCardProps) {
  const t = useTexts(mailboxTexts);
  const act = useAct<typeof checkMailbox>('POST /v1/mailboxes/:id/check', { changes: [] });
  const [found, setFound] = useState<Check | null>(null);
  const [error, setError] = useState<unknown>(null);
  const check = async () => {
    setError(null);
    setFound(null);
    try {
      setFound(await act.run({ params: { id: mailbox.id } }, newKey()));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Card
      title={t.checkTitle}
      aside={
        <Button look="main" isPending={act.isRunning} onPress={() => void check()}>
          {act.isRunning ? t.checking : t.check}
        </Button>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      <div aria-live="polite">
        {found === null ? <p className="ft-soft">{t.checkNone}</p> : <Findings found={found} onMend={onMend} />}
      </div>
    </Card>
  );
}

function Findings({ found, onMend }: { readonly found: Check; readonly onMend: () => void }) {
  const t = useTexts(mailboxTexts);
  const parts = [
    [t.sending, found.smtp, t.noOwnServer],
    [t.reading, found.imap, t.notReadWords],
    [t.signature, found.dkim, t.notSignedWords],
  ] as const;
  const isMended = parts.every(([, finding]) => finding === null || finding.code === 'ok');
  return (
    <>
      <dl>
        {parts.map(([title, finding, without]) => (
          <div key={title} className="mailbox-finding">
            <dt className="ft-label">{title}</dt>
            <dd>{finding === null ? <span className="ft-soft">{without}</span> : <Finding finding={finding} />}</dd>
          </div>
        ))}
      </dl>
      {!isMended && <Button onPress={onMend}>{t.mend}</Button>}
    </>
  );
}

function Finding({ finding: { code, detail } }: { readonly finding: NonNullable<Check['smtp']> }) {
  const t = useTexts(mailboxTexts);
  const words = useTexts(findingTexts);
  return (
    <>
      {code === 'ok' ? (
        <Status tone="good">{words.ok}</Status>
      ) : (
        <>
          <Status tone="bad">{t.fails}</Status>
          <span className="mailbox-below">{words[code]}</span>
        </>
      )}
      {code !== 'ok' && detail !== '' && (
        <span className="mailbox-below ft-soft ft-small">
          {t.serverSaid} <span lang="en">{detail}</span>
        </span>
      )}
    </>
  );
}
