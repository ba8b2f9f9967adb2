import type { CampaignView } from '../../api/contracts/campaigns.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { campaignsTexts } from './texts.js';

const TONES: { readonly [state in CampaignView['state']]: Tone } = {
  draft: 'neutral',
  'awaiting-approval': 'warn',
  scheduled: 'info',
  sending: 'info',
  paused: 'warn',
  stopped: 'bad',
  done: 'good',
};

export function CampaignState({ state }: Pick<CampaignView, 'state'>) {
  const t = useTexts(campaignsTexts);
  return <Status tone={TONES[state]}>{t[state]}</Status>;
}
