import { useState } from 'react';
import type { CampaignDraftView, setCampaignRate } from '../../api/contracts/campaigns.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { oneTexts } from './one-texts.js';

/** null: no limit. undefined: what is typed is none. */
export function rateOf(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const rate = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return rate >= 1 && rate <= 1_000_000 ? rate : undefined;
}

interface RateProps {
  readonly campaign: Pick<CampaignDraftView, 'id' | 'perMinute'>;
  readonly onClose: () => void;
}

/** Another rate, also while it sends. */
export function RateDialog({ campaign: { id, perMinute }, onClose }: RateProps) {
  const t = useTexts(oneTexts);
  const [typed, setTyped] = useState(perMinute === null ? '' : String(perMinute));
  const [tried, setTried] = useState(false);
  const act = useAct<typeof setCampaignRate>('POST /v1/campaigns/:id/rate', { changes: ['campaign'] });
  const rate = rateOf(typed);
  return (
    <ActDialog
      title={t.changeRate}
      effect={<p>{t.rateEffect}</p>}
      confirm={t.changeRate}
      done={t.rateDone}
      missing={rate === undefined ? t.rateWrong : null}
      onTry={() => setTried(true)}
      onClose={onClose}
      run={(reason, key) => act.run({ params: { id }, body: { perMinute: rate ?? null, reason } }, key)}
    >
      <TextField
        label={t.rateField}
        help={t.rateHelp}
        value={typed}
        onChange={setTyped}
        inputMode="numeric"
        maxLength={7}
        error={tried && rate === undefined ? t.rateWrong : undefined}
      />
    </ActDialog>
  );
}
