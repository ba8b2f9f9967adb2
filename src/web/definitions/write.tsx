import { useRef, useState } from 'react';
import type { DefinitionVersionView } from '../../api/contracts/definitions.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { Tabs } from '../kit/tabs.js';
import { SimulationPanel } from '../simulation/panel.js';
import { useTexts } from '../texts/use-texts.js';
import { Diff } from './diff.js';
import { DraftPicture } from './draft-picture.js';
import { type Draft, useDraft } from './drafts.js';
import { Editor, goToPlace } from './editor.js';
import { Findings } from './findings.js';
import { isGoneThrough } from './kind.js';
import { OpenFile } from './open-file.js';
import { Publish } from './publish.js';
import { definitionsTexts } from './texts.js';
import { useLiveCheck } from './use-live-check.js';

const EMPTY: Draft = { text: '', file: 'definition.yaml', from: null, checked: null };

const draftOf = (base: DefinitionVersionView | null): Draft =>
  base === null ? EMPTY : { text: base.text, file: `${base.id}.yaml`, from: base.version, checked: null };

type Part = 'findings' | 'picture' | 'changes' | 'simulate';

/** Where a definition is written, checked as it is typed, tried and, by ops, published. `base`: the current version; null: a new one. */
export function Write({ base }: { readonly base: DefinitionVersionView | null }) {
  const t = useTexts(definitionsTexts);
  const { id: userId, role } = useMe();
  const draftKey = `${userId} ${base?.id ?? ''}`;
  const [draft, change] = useDraft(draftKey, draftOf(base));
  const live = useLiveCheck(draft, (checked) => change({ checked }));
  const [part, setPart] = useState<Part>('findings');
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const { text, file, checked } = draft;
  const isCurrent = checked !== null && checked.text === text;

  const goTo = (line: number, column: number) => goToPlace(editor.current, line, column);

  return (
    <div className="def-write">
      <div className="ft-stack">
        {base !== null && draft.from !== null && base.version > draft.from && (
          <Notice tone="warn">{t.newerVersion(base.version)}</Notice>
        )}
        <Editor label={t.editor} ref={editor} value={text} onChange={(next) => change({ text: next })} />
        <div className="def-bar-line">
          {role === 'ops' && (
            <Button
              look="main"
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
        <p className="ft-soft ft-small">{role === 'ops' ? t.editorHelp : t.publishOpsOnly}</p>
      </div>
      <Tabs<Part>
        label={t.beside}
        chosen={part}
        onChoose={setPart}
        tabs={[
          {
            id: 'findings',
            label: checked === null ? t.findings : t.findingsOf(checked.answer.findings.length),
            content: <Findings checked={checked?.answer ?? null} live={live} isOld={!isCurrent} onPlace={goTo} />,
          },
          { id: 'picture', label: t.picture, content: <DraftPicture text={text} file={file} /> },
          ...(base === null
            ? []
            : [
                {
                  id: 'changes' as const,
                  label: t.comparedWith(base.version),
                  content: <Diff before={base.text} after={text} />,
                },
              ]),
          {
            id: 'simulate',
            label: t.simulate,
            content: <SimulationPanel keptAs={draftKey} text={text} file={file} />,
          },
        ]}
      />
      {publishing && checked !== null && (
        <Publish
          title={t.publishTitle(checked.answer.id ?? '')}
          effect={t.publishEffect}
          text={text}
          file={file}
          moves={base !== null && base.id === checked.answer.id && isGoneThrough(checked.answer.kind)}
          onDone={() => change(null)}
          onClose={() => setPublishing(false)}
        >
          {base !== null && checked.answer.id !== base.id && (
            <Notice tone="warn">{t.otherId(base.id, checked.answer.id ?? '')}</Notice>
          )}
          {base !== null && draft.from !== null && base.version > draft.from && (
            <Notice tone="warn">{t.newerVersion(base.version)}</Notice>
          )}
        </Publish>
      )}
    </div>
  );
}
