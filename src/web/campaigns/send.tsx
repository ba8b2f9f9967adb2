import { useState } from 'react';
import type { CampaignDraftView, scheduleCampaign } from '../../api/contracts/campaigns.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { checkTexts } from './check-texts.js';
import { StepFindings } from './step-findings.js';
import { notReady, type Progress, type Step } from './steps.js';
import { Summary } from './summary.js';
import { TestMail } from './test-mail.js';
import { useChecked } from './use-check.js';
import { wizardTexts } from './wizard-texts.js';

/** A million are counted before it is scheduled. */
const PATIENCE_MS = 180_000;

interface SendProps {
  readonly campaign: CampaignDraftView;
  readonly progress: Progress;
  readonly onStep: (step: Step) => void;
}

/** The last step: all of it once more, a test, and whether somebody else has to approve it. */
export function Send({ campaign, progress, onStep }: SendProps) {
  const t = useTexts(checkTexts);
  const words = useTexts(wizardTexts);
  const [isAsked, setAsked] = useState(false);
  const checked = useChecked(campaign.id, campaign.revision);
  const lacking = notReady(progress);

  const { approvalAbove } = campaign;
  const size = checked?.isWhole === true ? checked.size : null;
  const needsApproval = approvalAbove !== null && size !== null && size > approvalAbove;
  return (
    <div className="ft-stack">
      <h3>{words.summary}</h3>
      <Summary values={campaign.values ?? {}} />
      <StepFindings findings={progress.isSaved ? campaign.findings : []} />
      {lacking !== null && (
        <Notice tone="warn">
          <p>{progress.isSaved ? t.fixFirst : t.notSaved}</p>
          <Button onPress={() => onStep(lacking)}>{t.goTo(words[lacking])}</Button>
        </Notice>
      )}
      {lacking === null && size === null && <Notice>{t.notChecked}</Notice>}
      {lacking === null && progress.form.way !== 'sms' && <TestMail id={campaign.id} />}
      <Approval above={approvalAbove} isNeeded={needsApproval} />
      <div>
        <Button look="main" isDisabled={lacking !== null} onPress={() => setAsked(true)}>
          {needsApproval ? t.ask : t.letGo}
        </Button>
      </div>
      {isAsked && (
        <LetGo
          campaign={campaign}
          size={size}
          isAtOnce={progress.form.start === 'at-once'}
          above={needsApproval ? approvalAbove : null}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

function Approval({ above, isNeeded }: { readonly above: number | null; readonly isNeeded: boolean }) {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  if (above === null) return <p className="ft-soft">{t.approvalNone}</p>;
  if (isNeeded) return <Notice>{t.approvalNeeded(formats.number(above))}</Notice>;
  return <p className="ft-soft">{t.approvalNotNeeded(formats.number(above))}</p>;
}

interface LetGoProps {
  readonly campaign: CampaignDraftView;
  readonly size: number | null;
  readonly isAtOnce: boolean;
  /** The size above which it is asked for approval; null: it needs none. */
  readonly above: number | null;
  readonly onClose: () => void;
}

function LetGo({ campaign, size, isAtOnce, above, onClose }: LetGoProps) {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  const act = useAct<typeof scheduleCampaign>('POST /v1/campaigns/:id/schedule', {
    changes: ['campaign', 'definition'],
  });
  const n = size === null ? t.unknown : formats.number(size);
  const effect = above !== null ? t.askEffect(n, formats.number(above)) : isAtOnce ? t.letGoNow(n) : t.letGoEffect(n);
  const body = { revision: campaign.revision };
  return (
    <ActDialog
      title={above === null ? t.letGo : t.ask}
      effect={<p>{effect}</p>}
      confirm={above === null ? t.letGo : t.ask}
      done={above === null ? t.scheduled : t.asked}
      reason="optional"
      onClose={onClose}
      run={(reason, key) =>
        act.run({ params: { id: campaign.id }, body: { ...body, ...(reason === '' ? {} : { reason }) } }, key, {
          patienceMs: PATIENCE_MS,
        })
      }
    />
  );
}
