import type { CareItemView, careMessage } from '../../api/contracts/care.js';
import { useOne } from '../api/hooks.js';
import { Dialog } from '../kit/dialog.js';
import { MailFrame } from '../kit/mail-frame.js';
import { Notice } from '../kit/notice.js';
import { ErrorState, Loading } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { careTexts } from './texts.js';

/** A message as that person would get it now. */
export function MessageDialog({ item, onClose }: { readonly item: CareItemView; readonly onClose: () => void }) {
  const t = useTexts(careTexts);
  const { journeyId, step, contactName, action } = item;
  const { data, error, refetch } = useOne<typeof careMessage>('GET /v1/care/message', {
    query: { journey: journeyId, step },
  });
  return (
    <Dialog title={t.mailOf(contactName)} isOpen wide onClose={onClose}>
      {error != null && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && error == null && <Loading lines={6} />}
      {data !== undefined && (
        <div className="ft-stack" lang={data.locale ?? undefined}>
          {data.outcome === 'missing-variable' && <Notice tone="warn">{t.missing}</Notice>}
          {data.outcome === 'render-failed' && <Notice tone="bad">{t.failed}</Notice>}
          {action === 'email' && data.subject !== null && <strong>{data.subject}</strong>}
          {action === 'email' && data.html !== null ? (
            <MailFrame html={data.html} title={data.subject ?? t.mailOf(contactName)} />
          ) : (
            <p className="care-text">{data.text}</p>
          )}
        </div>
      )}
    </Dialog>
  );
}
