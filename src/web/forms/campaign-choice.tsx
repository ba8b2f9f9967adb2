import type { listCampaigns } from '../../api/contracts/campaigns.js';
import { useList } from '../api/hooks.js';
import { Select } from '../kit/select.js';
import { localise } from '../texts/localised.js';
import { useLanguage } from '../texts/use-texts.js';

export interface CampaignChoiceProps {
  readonly label: string;
  /** What choosing no campaign is called. */
  readonly none: string;
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (campaign: string) => void;
}

const NONE = '*';

/** One of the latest campaigns, of that which the address names, or none. */
export function CampaignChoice({ label, none, value, onChange }: CampaignChoiceProps) {
  const { language } = useLanguage();
  const { rows } = useList<typeof listCampaigns>('GET /v1/campaigns', {});
  const latest = rows.map(({ id, name }) => ({ id, label: localise(language, name, id) }));
  const isKnown = value === '' || latest.some(({ id }) => id === value);
  return (
    <Select
      label={label}
      options={[{ id: NONE, label: none }, ...(isKnown ? [] : [{ id: value, label: value }]), ...latest]}
      value={value === '' ? NONE : value}
      onChange={(id) => onChange(id === NONE ? '' : id)}
    />
  );
}
