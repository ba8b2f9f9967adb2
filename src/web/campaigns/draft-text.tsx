import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CampaignDraftView, editCampaign } from '../../api/contracts/campaigns.js';
import { ask, newKey } from '../api/ask.js';
import { isProblem } from '../api/problem.js';
import { useMe } from '../app/session.js';
import { useDraft as useWritten } from '../definitions/drafts.js';
import { Editor, goToPlace } from '../definitions/editor.js';
import { Findings } from '../definitions/findings.js';
import { useLiveCheck } from '../definitions/use-live-check.js';
import { Button } from '../kit/button.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { wizardTexts } from './wizard-texts.js';
import '../definitions/definitions.css';

/** A draft as text, checked as it is typed: for what the steps have no fields for. */
export function DraftText({ campaign }: { readonly campaign: CampaignDraftView }) {
  const t = useTexts(wizardTexts);
  const client = useQueryClient();
  const { id: userId } = useMe();
  const { id, revision } = campaign;
  const asSaved = { text: campaign.text, file: `${id}.yaml`, from: revision, checked: null };
  const [draft, change] = useWritten(`${userId} campaign ${id}`, asSaved);
  const live = useLiveCheck(draft, (checked) => change({ checked }));
  const editor = useRef<HTMLTextAreaElement>(null);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isSaved = draft.text === campaign.text;

  const save = async (over: number) => {
    setSaving(true);
    setError(null);
    try {
      const body = { text: draft.text, revision: over };
      const next = await ask<typeof editCampaign>(
        'PATCH /v1/campaigns/:id',
        { params: { id }, body },
        { idempotencyKey: newKey() },
      );
      client.setQueryData(['one', 'GET /v1/campaigns/:id', { params: { id } }], next);
      change(null);
    } catch (failure) {
      setError(failure);
      // What they have made of it is to be seen before one saves over it.
      if (isProblem(failure, 'campaign-changed'))
        await client.invalidateQueries({ queryKey: ['one', 'GET /v1/campaigns/:id'] });
    } finally {
      setSaving(false);
    }
  };
  const isBehind = !isSaved && draft.from !== null && draft.from < revision;
  return (
    <div className="camp-text">
      <div className="ft-stack">
        <p className="ft-soft">{t.textHelp}</p>
        <Editor label={t.text} ref={editor} value={draft.text} onChange={(text) => change({ text })} />
        {error !== null && <ProblemNote error={error} sent />}
        <div className="camp-go">
          <Button look="main" isDisabled={isSaved || isSaving} onPress={() => void save(draft.from ?? revision)}>
            {isSaving ? t.saving : t.save}
          </Button>
          {isBehind && <Button onPress={() => void save(revision)}>{t.saveOver}</Button>}
          {!isSaved && <Button onPress={() => change(null)}>{t.drop}</Button>}
          <span role="status" className="ft-soft ft-small">
            {isBehind ? t.behind : isSaved ? t.saved : t.unsaved}
          </span>
        </div>
      </div>
      <Findings
        checked={draft.checked?.answer ?? null}
        live={live}
        isOld={draft.checked?.text !== draft.text}
        onPlace={(line, column) => goToPlace(editor.current, line, column)}
      />
    </div>
  );
}
