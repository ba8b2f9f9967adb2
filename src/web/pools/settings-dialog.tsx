import { useState } from 'react';
import { useLocation } from 'wouter';
import type { createPool, PoolView, updatePool } from '../../api/contracts/pools.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Checkbox } from '../kit/checkbox.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { changesOf, formOf, isLimit, newPool, type PoolForm } from './form.js';
import { poolsTexts } from './texts.js';

/** A choice of nobody: a select's value is never empty. */
const NONE = '-';

/** Changes a pool, or with null makes one. */
export function SettingsDialog({ pool, onClose }: { readonly pool: PoolView | null; readonly onClose: () => void }) {
  const t = useTexts(poolsTexts);
  const [, navigate] = useLocation();
  const [before] = useState(() => formOf(pool));
  const [form, setForm] = useState(before);
  const make = useAct<typeof createPool>('POST /v1/pools', { changes: ['contact'] });
  const change = useAct<typeof updatePool>('PATCH /v1/pools/:id', { changes: ['contact'] });
  const set = (changes: Partial<PoolForm>) => setForm((old) => ({ ...old, ...changes }));
  const save = async (key: string) => {
    if (pool !== null) return await change.run({ params: { id: pool.id }, body: changesOf(before, form) }, key);
    const made = await make.run({ body: newPool(form) }, key);
    navigate(`/pools/${encodeURIComponent(made.id)}`);
    return made;
  };
  return (
    <ActDialog
      title={pool === null ? t.make : t.settingsOf(pool.name)}
      effect={pool === null ? t.makeEffect : t.settingsEffect}
      confirm={pool === null ? t.make : t.save}
      done={pool === null ? t.made : t.saved}
      reason="none"
      missing={missingOf(pool, before, form, t)}
      onClose={onClose}
      run={(_, key) => save(key)}
    >
      {pool === null && (
        <TextField
          label={t.id}
          help={t.idHelp}
          value={form.id}
          onChange={(id) => set({ id })}
          maxLength={100}
          isRequired
        />
      )}
      <TextField label={t.name} value={form.name} onChange={(name) => set({ name })} maxLength={200} isRequired />
      <TextField
        label={t.team}
        help={t.teamHelp}
        value={form.teamId}
        onChange={(teamId) => set({ teamId })}
        maxLength={100}
        isRequired
      />
      <AdminField form={form} set={set} />
      <Checkbox isSelected={form.claimable} onChange={(claimable) => set({ claimable })}>
        {t.claimable}
      </Checkbox>
      <Checkbox isSelected={form.notifyOnClaim} onChange={(notifyOnClaim) => set({ notifyOnClaim })}>
        {t.notify}
      </Checkbox>
      <LimitFields form={form} set={set} />
      <ClockFields form={form} set={set} />
    </ActDialog>
  );
}

function missingOf(
  pool: PoolView | null,
  before: PoolForm,
  form: PoolForm,
  t: (typeof poolsTexts)['en'],
): string | null {
  const needed = [form.name, form.teamId, ...(pool === null ? [form.id] : [])];
  if (needed.some((text) => text.trim() === '')) return t.missing;
  if (!isLimit(form.unworkedLimit) || !isLimit(form.holdLimit)) return t.limitFault;
  return pool !== null && Object.keys(changesOf(before, form)).length === 0 ? t.unchanged : null;
}

interface FieldsProps {
  readonly form: PoolForm;
  readonly set: (changes: Partial<PoolForm>) => void;
}

function AdminField({ form, set }: FieldsProps) {
  const t = useTexts(poolsTexts);
  const people = usePeople();
  const shown = people.all.filter(({ active, id }) => active || id === form.adminId);
  return (
    <Select
      label={t.admin}
      options={[{ id: NONE, label: t.none }, ...shown.map(({ id, name }) => ({ id, label: name }))]}
      value={form.adminId === '' ? NONE : form.adminId}
      onChange={(id) => set({ adminId: id === NONE ? '' : id })}
    />
  );
}

function LimitFields({ form, set }: FieldsProps) {
  const t = useTexts(poolsTexts);
  const error = (text: string) => (isLimit(text) ? undefined : t.limitFault);
  return (
    <div className="pools-pair">
      <TextField
        label={t.unworkedLimit}
        help={t.limitHelp}
        value={form.unworkedLimit}
        onChange={(unworkedLimit) => set({ unworkedLimit })}
        error={error(form.unworkedLimit)}
        inputMode="numeric"
      />
      <TextField
        label={t.holdLimit}
        help={t.limitHelp}
        value={form.holdLimit}
        onChange={(holdLimit) => set({ holdLimit })}
        error={error(form.holdLimit)}
        inputMode="numeric"
      />
    </div>
  );
}

function ClockFields({ form, set }: FieldsProps) {
  const t = useTexts(poolsTexts);
  return (
    <>
      <TextField
        label={t.within}
        help={t.withinHelp}
        value={form.followUpWithin}
        onChange={(followUpWithin) => set({ followUpWithin })}
        maxLength={40}
      />
      <TextField
        label={t.remind}
        help={t.remindHelp}
        value={form.remindBefore}
        onChange={(remindBefore) => set({ remindBefore })}
        isDisabled={form.followUpWithin.trim() === ''}
        maxLength={40}
      />
      <TextField
        label={t.cool}
        help={t.coolHelp}
        value={form.coolDown}
        onChange={(coolDown) => set({ coolDown })}
        maxLength={40}
      />
    </>
  );
}
