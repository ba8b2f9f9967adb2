import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignDraftView, editCampaign } from '../../api/contracts/campaigns.js';
import { ask, newKey } from '../api/ask.js';
import { draftsOf } from '../api/drafts.js';
import { isProblem } from '../api/problem.js';
import { useMe } from '../app/session.js';
import { changesOf, type Form, formOf } from './form.js';

interface Typed {
  /** What was typed and is not saved. */
  readonly form: Partial<Form>;
  /** What it was typed on; null: nothing is. */
  readonly revision: number | null;
}

const NOTHING: Typed = { form: {}, revision: null };
const { useDraft: useTyped } = draftsOf<Typed>();

export interface DraftForm {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly isSaved: boolean;
  readonly isSaving: boolean;
  /** Why the last save did not come about. */
  readonly error: unknown;
  /** Somebody else has changed the draft since this was typed. */
  readonly isBehind: boolean;
  /** Saves what was typed, if anything was; false: it was refused. `over`: also over what somebody else has changed. */
  readonly save: (options?: { readonly over?: boolean }) => Promise<boolean>;
  /** Back to what is saved. */
  readonly drop: () => void;
}

/** The fields of a draft: as it is saved, with what this person typed over it. What is typed stays when one goes elsewhere. */
export function useDraftForm(campaign: CampaignDraftView): DraftForm {
  const { id: userId } = useMe();
  const client = useQueryClient();
  const [typed, keep] = useTyped(`${userId} ${campaign.id}`, NOTHING);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const values = campaign.values ?? {};
  const saved = formOf(values);
  const form = { ...saved, ...typed.form };
  const set = changesOf(saved, form, values);
  const isSaved = Object.keys(set).length === 0;

  const save: DraftForm['save'] = async ({ over = false } = {}) => {
    if (isSaved) return true;
    setSaving(true);
    setError(null);
    try {
      const revision = over ? campaign.revision : (typed.revision ?? campaign.revision);
      const next = await ask<typeof editCampaign>(
        'PATCH /v1/campaigns/:id',
        { params: { id: campaign.id }, body: { set, revision } },
        { idempotencyKey: newKey() },
      );
      client.setQueryData(['one', 'GET /v1/campaigns/:id', { params: { id: campaign.id } }], next);
      keep(null);
      return true;
    } catch (failure) {
      setError(failure);
      // What they have made of it is to be seen before one saves over it.
      if (isProblem(failure, 'campaign-changed'))
        await client.invalidateQueries({ queryKey: ['one', 'GET /v1/campaigns/:id'] });
      return false;
    } finally {
      setSaving(false);
    }
  };
  return {
    form,
    change: (part) => keep({ form: { ...typed.form, ...part }, revision: typed.revision ?? campaign.revision }),
    isSaved,
    isSaving,
    error,
    isBehind: !isSaved && typed.revision !== null && typed.revision < campaign.revision,
    save,
    drop: () => {
      setError(null);
      keep(null);
    },
  };
}
