import { useState } from 'react';
import type { updateDeal } from '../../api/contracts/deals.js';
import type { TaskContextView } from '../../api/contracts/tasks.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { kitTexts } from '../kit/texts.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { tasksTexts } from './texts.js';

/** Of a deal, in their order. */
const STAGES = ['qualification', 'needs-analysis', 'proposal', 'negotiation', 'won', 'lost'] as const;

/** Moves a deal to another stage. Why it is lost is asked, since journeys and reports hear of it. */
export function DealStageDialog({
  deal,
  onClose,
}: {
  readonly deal: NonNullable<TaskContextView['deal']>;
  readonly onClose: () => void;
}) {
  const t = useTexts(tasksTexts);
  const kit = useTexts(kitTexts);
  const words = useWords();
  const act = useAct<typeof updateDeal>('PATCH /v1/deals/:id', { changes: ['deal', 'journey', 'task'] });
  const [stage, setStage] = useState<(typeof STAGES)[number] | null>(null);
  const now = deal.stage === null ? t.noStage : words.stage(deal.stage);
  return (
    <ActDialog
      title={t.setStage}
      effect={t.setStageEffect(deal.name, now)}
      confirm={t.setStage}
      done={t.stageSet}
      reason={stage === 'lost' ? 'required' : 'none'}
      danger={stage === 'lost'}
      missing={stage === null ? t.stageMissing : null}
      onClose={onClose}
      run={(reason, key) =>
        act.run({ params: { id: deal.id }, body: { stage, ...(stage === 'lost' ? { reason } : {}) } }, key)
      }
    >
      <Select
        label={t.newStage}
        options={STAGES.filter((id) => id !== deal.stage).map((id) => ({ id, label: words.stage(id) }))}
        value={stage}
        onChange={setStage}
        placeholder={kit.choose}
        isRequired
      />
      {stage === 'won' && <Notice tone="good">{t.wonEffect}</Notice>}
      {stage === 'lost' && <Notice tone="warn">{t.lostEffect}</Notice>}
    </ActDialog>
  );
}
