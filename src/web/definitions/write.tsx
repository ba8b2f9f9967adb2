import { useRef, useState } from 'react';
import type { DefinitionVersionView, publishDefinition, validateDefinition } from '../../api/contracts/definitions.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { type Draft, useDraft } from './drafts.js';
import { Editor } from './editor.js';
import { Findings } from './findings.js';
import { OpenFile } from './open-file.js';
import { offsetOf, wordEnd } from './text-place.js';
import { definitionsTexts } from './texts.js';

const EMPTY: Draft = { text: '', file: 'definition.yaml', from: null, checked: null };

const draftOf = (base: DefinitionVersionView | null): Draft =>
  base === null ? EMPTY : { text: base.text, file: `${base.id}.yaml`, from: base.version, checked: null };

/** Where a definition is written, checked and, by ops, published. `base`: the current version; null: a new one. */
export function Write({ base }: { readonly base: DefinitionVersionView | null }) {
  const t = useTexts(definitionsTexts);
  const { id: userId, role } = useMe();
  const [draft, change] = useDraft(`${userId} ${base?.id ?? ''}`, draftOf(base));
  const validate = useAct<typeof validateDefinition>('POST /v1/definitions/validate', { changes: [] });
  const [error, setError] = useState<unknown>(null);
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const { text, file, checked } = draft;
  const isCurrent = checked !== null && checked.text === text;

  const check = async () => {
    setError(null);
    try {
      change({ checked: { text, answer: await validate.run({ body: { text, file } }, newKey()) } });
    } catch (failure) {
      setError(failure);
    }
  };
  const goTo = (line: number, column: number) => {
    const start = offsetOf(text, line, column);
    markPlace(editor.current, start, wordEnd(text, start), line);
  };

  return (
    <div className="def-write">
      <div className="ft-stack">
        {base !== null && draft.from !== null && base.version > draft.from && (
          <Notice tone="warn">{t.newerVersion(base.version)}</Notice>
        )}
        <Editor ref={editor} value={text} onChange={(next) => change({ text: next })} />
        <div className="def-bar-line">
          <Button
            look={isCurrent && checked.answer.publishable && role === 'ops' ? 'plain' : 'main'}
            isDisabled={text.trim() === ''}
            isPending={validate.isRunning}
            onPress={() => void check()}
          >
            {validate.isRunning ? t.checking : t.check}
          </Button>
          {role === 'ops' && (
            <Button
              look={isCurrent && checked.answer.publishable ? 'main' : 'plain'}
              isDisabled={!isCurrent || !checked.answer.publishable}
              onPress={() => setPublishing(true)}
            >
              {t.publish}
            </Button>
          )}
          <OpenFile onText={(next, name) => change({ text: next, file: name })} />
          {base !== null && text !== base.text && (
            <Button look="quiet" onPress={() => change(null)}>
              {t.startFrom(base.version)}
            </Button>
          )}
        </div>
        <p className="ft-soft ft-small">
          {role === 'ops' ? (isCurrent ? t.editorHelp : t.publishFirst) : t.publishOpsOnly}
        </p>
        {error !== null && <ProblemNote error={error} />}
      </div>
      <Findings checked={checked?.answer ?? null} isOld={!isCurrent} onPlace={goTo} />
      {publishing && checked !== null && (
        <Publish
          base={base}
          draft={draft}
          id={checked.answer.id ?? ''}
          onDone={() => change(null)}
          onClose={() => setPublishing(false)}
        />
      )}
    </div>
  );
}

interface PublishProps {
  readonly base: DefinitionVersionView | null;
  readonly draft: Draft;
  readonly id: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Publish({ base, draft, id, onDone, onClose }: PublishProps) {
  const t = useTexts(definitionsTexts);
  const publish = useAct<typeof publishDefinition>('POST /v1/definitions', { changes: ['definition', 'journey'] });
  const run = async (note: string, key: string) => {
    const { text, file } = draft;
    await publish.run({ body: { text, file, ...(note === '' ? {} : { note }) } }, key);
    onDone();
  };
  return (
    <ActDialog
      title={t.publishTitle(id)}
      effect={t.publishEffect}
      confirm={t.publish}
      done={t.publishDone}
      reason="optional"
      run={run}
      onClose={onClose}
    >
      {base !== null && id !== base.id && <Notice tone="warn">{t.otherId(base.id, id)}</Notice>}
      {base !== null && draft.from !== null && base.version > draft.from && (
        <Notice tone="warn">{t.newerVersion(base.version)}</Notice>
      )}
    </ActDialog>
  );
}

const LINES_ABOVE = 4;

/** Marks a part of the text and scrolls it into sight. */
function markPlace(area: HTMLTextAreaElement | null, start: number, end: number, line: number): void {
  if (area === null) return;
  area.focus();
  area.setSelectionRange(start, end);
  const height = Number.parseFloat(getComputedStyle(area).lineHeight);
  if (Number.isFinite(height)) area.scrollTop = Math.max(0, (line - 1 - LINES_ABOVE) * height);
}
