import { useState } from 'react';
import { useLocation } from 'wouter';
import type { createCampaign } from '../../api/contracts/campaigns.js';
import type { DefinitionSummary, listDefinitions } from '../../api/contracts/definitions.js';
import { useAct, useOne } from '../api/hooks.js';
import { useNow } from '../app/world.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { campaignHref, isId, suggestedId } from './address.js';
import { beginning } from './beginning.js';
import { campaignsTexts } from './texts.js';

const NOTHING = '-';

interface NewProps {
  /** What it is a copy of; null: a new one. */
  readonly copied: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}

/** Begins a draft and goes to it. */
export function NewDialog({ copied, onClose }: NewProps) {
  const t = useTexts(campaignsTexts);
  const [, navigate] = useLocation();
  const { language } = useLanguage();
  const now = useNow();
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState<string | null>(null);
  const [basis, setBasis] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const create = useAct<typeof createCampaign>('POST /v1/campaigns', { changes: ['campaign'] });
  const id = typedId ?? idFor(name, copied?.id ?? null, now);
  const needsName = copied === null && basis === NOTHING;

  const run = async (_: string, key: string) => {
    const made = await create.run(
      { body: beginning({ id, name, language, copied: copied?.id ?? null, basis: basis === NOTHING ? null : basis }) },
      key,
    );
    navigate(campaignHref(made.id));
  };
  const lacksName = needsName && name.trim() === '';
  const hasWrongId = (needsName || copied !== null) && !isId(id);
  return (
    <ActDialog
      title={copied === null ? t.newTitle : t.copyTitle(copied.name)}
      effect={<p>{copied === null ? t.newEffect : t.copyEffect}</p>}
      confirm={copied === null ? t.create : t.copy}
      done={t.created}
      reason="none"
      missing={lacksName ? t.nameMissing : hasWrongId ? t.idWrong : null}
      onTry={() => setTried(true)}
      onClose={onClose}
      run={run}
    >
      {copied === null && <Basis value={basis} onChange={setBasis} />}
      {needsName && (
        <TextField
          label={t.nameField}
          help={t.nameHelp}
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
          isRequired
          error={tried && lacksName ? t.nameMissing : undefined}
        />
      )}
      {(needsName || copied !== null) && (
        <TextField
          label={t.id}
          help={t.idHelp}
          value={id}
          onChange={setTypedId}
          maxLength={64}
          isRequired
          error={tried && !isId(id) ? t.idWrong : undefined}
        />
      )}
    </ActDialog>
  );
}

/** The id that stands there until somebody types another: of the name, or of the day. */
function idFor(name: string, copied: string | null, now: number | null): string {
  if (copied !== null) return `${copied}-2`;
  const suggested = suggestedId(name);
  if (suggested !== '' || name.trim() === '') return suggested;
  return `campaign-${new Date(now ?? Date.now()).toISOString().slice(0, 10)}`;
}

/** A published campaign may be begun with as it is, under its own id. */
function Basis({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const { data } = useOne<typeof listDefinitions>('GET /v1/definitions', { query: { limit: 200 } });
  const published = (data?.data ?? []).filter(({ kind }: DefinitionSummary) => kind === 'campaign');
  if (published.length === 0) return null;
  const options = published.map(({ id, name }) => ({ id, label: localise(language, name, id) }));
  return (
    <Select
      label={t.basis}
      options={[{ id: NOTHING, label: t.nothing }, ...options]}
      value={value}
      onChange={onChange}
    />
  );
}
