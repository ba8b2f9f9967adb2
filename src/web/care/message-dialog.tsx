import type { previewCampaign } from '../../api/contracts/campaign-looks.js';
import type { CareItemView, careMessage } from '../../api/contracts/care.js';
import { type One, useOne } from '../api/hooks.js';
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
  const message = useOne<typeof careMessage>('GET /v1/care/message', { query: { journey: journeyId, step } });
  return (
    <Dialog title={t.mailOf(contactName)} isOpen wide onClose={onClose}>
      <Message of={message} isMail={action === 'email'} title={t.mailOf(contactName)} />
    </Dialog>
  );
}

interface CampaignMessageProps {
  readonly campaignId: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly onClose: () => void;
}

/** The first message of a campaign as that person would get it now. */
export function CampaignMessageDialog({ campaignId, contactId, contactName, onClose }: CampaignMessageProps) {
  const t = useTexts(careTexts);
  const preview = useOne<typeof previewCampaign>('GET /v1/campaigns/:id/preview', {
    params: { id: campaignId },
    query: { contactId },
  });
  const isMail = preview.data?.steps.find(({ id }) => id === preview.data?.step)?.action !== 'sms';
  return (
    <Dialog title={t.mailOf(contactName)} isOpen wide onClose={onClose}>
      <Message of={preview} isMail={isMail} title={t.mailOf(contactName)} />
    </Dialog>
  );
}

interface Shown {
  readonly outcome: string;
  readonly locale: string | null;
  readonly subject: string | null;
  readonly html: string | null;
  readonly text: string | null;
}

interface MessageProps {
  readonly of: One<Shown>;
  readonly isMail: boolean;
  readonly title: string;
}

function Message({ of: { data, error, refetch }, isMail, title }: MessageProps) {
  const t = useTexts(careTexts);
  if (data === undefined) return error == null ? <Loading lines={6} /> : <ErrorState error={error} onRetry={refetch} />;
  return (
    <div className="ft-stack" lang={data.locale ?? undefined}>
      {data.outcome === 'missing-variable' && <Notice tone="warn">{t.missing}</Notice>}
      {data.outcome === 'render-failed' && <Notice tone="bad">{t.failed}</Notice>}
      {isMail && data.subject !== null && <strong>{data.subject}</strong>}
      {isMail && data.html !== null ? (
        <MailFrame html={data.html} title={data.subject ?? title} />
      ) : (
        <p className="care-text">{data.text}</p>
      )}
    </div>
  );
}
