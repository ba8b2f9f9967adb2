import { useEffect, useRef, useState } from 'react';
import type { checkTemplate, getTemplateFile, TemplateFileView, TemplateView } from '../../api/contracts/templates.js';
import { ask } from '../api/ask.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Editor, goToPlace } from '../definitions/editor.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useTexts } from '../texts/use-texts.js';
import { type PartId, partsOf } from './address.js';
import { draftKey, useDraft } from './drafts.js';
import { Findings } from './findings.js';
import { Preview } from './preview.js';
import { Publish } from './publish.js';
import { Stale } from './stale.js';
import { templatesTexts } from './texts.js';
import { useAsked } from './use-asked.js';
import { Uses } from './uses.js';
import { Versions } from './versions.js';

interface FileProps {
  readonly name: string;
  readonly file: string;
  /** It is begun and was never published. */
  readonly isNew: boolean;
  readonly template: TemplateView | null;
  readonly all: readonly TemplateView[];
  readonly part: PartId;
  readonly onPart: (part: PartId) => void;
}

/** What is known of the file that is written. */
export type Base = Pick<TemplateFileView, 'source' | 'problems' | 'current'> & { readonly by: string | null };

/** One file of a template: its text, and beside it what becomes of it. */
export function FileEditor(props: FileProps) {
  const { file, isNew } = props;
  return isNew ? <NewFileEditor {...props} /> : <KnownFileEditor key={file} {...props} />;
}

function KnownFileEditor(props: FileProps) {
  const read = useOne<typeof getTemplateFile>('GET /v1/templates/file', { query: { file: props.file } });
  return (
    <Loaded of={read} lines={12}>
      {(base) => <Editing {...props} base={{ ...base, by: base.publishedBy }} onOthers={read.refetch} />}
    </Loaded>
  );
}

const EMPTY_TEXT = '{{greeting contact}}\n\n';
const EMPTY_HTML = `---\nsubject: "…"\npurpose: service\n---\n<p style="margin:0 0 16px">{{greeting contact}}</p>\n<p style="margin:0 0 16px">…</p>\n`;

/** A new file begins with what its like in another language says. */
function NewFileEditor(props: FileProps) {
  const { name, file, template } = props;
  const isText = partsOf(name, file)?.text === true;
  const like = template?.files.find(({ text }) => text === isText);
  const read = useOne<typeof getTemplateFile>(
    'GET /v1/templates/file',
    { query: { file: like?.file ?? '' } },
    { enabled: like !== undefined },
  );
  const base = (source: string): Base => ({ source, current: 0, problems: [], by: null });
  if (like === undefined)
    return <Editing {...props} base={base(isText ? EMPTY_TEXT : EMPTY_HTML)} onOthers={read.refetch} />;
  return (
    <Loaded of={read} lines={12}>
      {({ source }) => <Editing {...props} base={base(source)} onOthers={read.refetch} />}
    </Loaded>
  );
}

interface EditingProps extends FileProps {
  readonly base: Base;
  /** Somebody may have published in between: read it again. */
  readonly onOthers: () => void;
}

function Editing({ name, file, isNew, template, all, part, onPart, base, onOthers }: EditingProps) {
  const t = useTexts(templatesTexts);
  const { id: userId, role } = useMe();
  const mayWrite = role === 'ops';
  const [draft, change] = useDraft(draftKey(userId, file), { source: base.source, from: base.current });
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const { source } = draft;
  const isChanged = source !== base.source;
  const isStale = isChanged && draft.from < base.current;
  // What is published is no draft any more: from then on the file is shown as others change it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is another function at each drawing
  useEffect(() => {
    if (!isChanged) change(null);
  }, [isChanged]);
  const check = useAsked(mayWrite ? `${file} ${source}` : null, (signal) =>
    ask<typeof checkTemplate>('POST /v1/templates/check', { body: { file, source } }, { signal }),
  );
  const problems = mayWrite ? (check.answer?.problems ?? null) : base.problems;
  const publishable = (isNew || isChanged) && !isStale && check.isCurrent && check.answer?.publishable === true;
  const write = (next: string) => change({ source: next });

  return (
    <div className="def-write">
      <div className="ft-stack">
        {isNew && <Notice>{t.newFile}</Notice>}
        {isStale && <Stale file={file} from={draft.from} base={base} onKeep={change} />}
        <Editor label={t.editor} ref={editor} value={source} onChange={write} readOnly={!mayWrite} wraps />
        <Findings
          file={file}
          problems={problems}
          error={check.error}
          isOld={mayWrite && !check.isCurrent}
          onPlace={(line, column) => goToPlace(editor.current, line, column)}
        />
        <div className="def-bar-line">
          {mayWrite && (
            <Button look="main" isDisabled={!publishable} onPress={() => setPublishing(true)}>
              {t.publish}
            </Button>
          )}
          {mayWrite && isChanged && (
            <Button look="quiet" onPress={() => change(null)}>
              {t.discard}
            </Button>
          )}
        </div>
        <p className="ft-soft ft-small">{mayWrite ? t.editorHelp : t.readOnly}</p>
      </div>
      <Tabs<PartId>
        label={t.beside}
        chosen={part}
        onChoose={onPart}
        tabs={[
          {
            id: 'preview',
            label: t.preview,
            content: <Preview name={name} file={file} source={source} template={template} />,
          },
          {
            id: 'versions',
            label: t.versions,
            content: (
              <Versions file={file} isNew={isNew} draft={isChanged ? source : null} onWrite={mayWrite ? write : null} />
            ),
          },
          { id: 'uses', label: t.uses, content: <Uses template={template} all={all} /> },
        ]}
      />
      {publishing && (
        <Publish
          file={file}
          source={source}
          from={draft.from}
          isNew={isNew}
          onDone={(version) => change({ from: version })}
          onOthers={onOthers}
          onClose={() => setPublishing(false)}
        />
      )}
    </div>
  );
}
