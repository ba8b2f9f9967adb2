import { useRef, useState } from 'react';
import { draftsOf } from '../api/drafts.js';
import { useMe } from '../app/session.js';
import { Editor, goToPlace } from '../definitions/editor.js';
import { Findings } from '../definitions/findings.js';
import { Publish } from '../definitions/publish.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { Samples } from './people.js';
import { segmentsTexts } from './texts.js';
import { type LiveCount, useLiveCount } from './use-live-count.js';
import '../definitions/definitions.css';
import './segments.css';

interface WriteProps {
  /** The current version; null: a new segment. */
  readonly base: { readonly id: string; readonly version: number; readonly text: string } | null;
}

const NEW = `kind: segment
id: my-segment
name: { en: My segment, zh-CN: 我的分群 }
if:
  contact.status: customer
`;

const { useDraft } = draftsOf<{ readonly text: string }>();

/** Where a segment is written: who fits is counted as one types, and ops publish it. */
export function Write({ base }: WriteProps) {
  const t = useTexts(segmentsTexts);
  const { id: userId, role } = useMe();
  const [draft, change] = useDraft(`${userId} ${base?.id ?? ''}`, { text: base?.text ?? NEW });
  const { text } = draft;
  const live = useLiveCount(text);
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const { counted } = live;
  const isCurrent = counted !== null && counted.text === text;
  const isSound = isCurrent && !counted.answer.findings.some(({ severity }) => severity === 'error');
  const isChanged = base === null || text !== base.text;
  return (
    <div className="def-write">
      <div className="ft-stack">
        <Editor label={t.editor} ref={editor} value={text} onChange={(next) => change({ text: next })} />
        <div className="def-bar-line">
          {role === 'ops' && (
            <Button look="main" isDisabled={!isSound || !isChanged} onPress={() => setPublishing(true)}>
              {t.publish}
            </Button>
          )}
          {base !== null && isChanged && (
            <Button look="quiet" onPress={() => change(null)}>
              {t.startFrom(base.version)}
            </Button>
          )}
        </div>
        <p className="ft-soft ft-small">{role === 'ops' ? t.editorHelp : t.publishOpsOnly}</p>
      </div>
      <div className="ft-stack">
        <Card title={t.live}>
          <Count live={live} isCurrent={isCurrent} />
        </Card>
        {counted !== null && counted.answer.findings.length > 0 && (
          <Findings
            checked={{ id: null, kind: null, publishable: isSound, findings: counted.answer.findings, notes: [] }}
            live={{ isChecking: live.isCounting, error: null }}
            isOld={!isCurrent}
            onPlace={(line, column) => goToPlace(editor.current, line, column)}
          />
        )}
        {isSound && <Samples key={text} text={text} />}
      </div>
      {publishing && (
        <Publish
          title={t.publishTitle}
          effect={t.publishEffect}
          text={text}
          file={`${base?.id ?? 'segment'}.yaml`}
          moves={false}
          onDone={() => change(null)}
          onClose={() => setPublishing(false)}
        />
      )}
    </div>
  );
}

function Count({ live, isCurrent }: { readonly live: LiveCount; readonly isCurrent: boolean }) {
  const t = useTexts(segmentsTexts);
  return (
    <div className="seg-live" role="status">
      <Said live={live} isCurrent={isCurrent} />
      {!isCurrent && live.error === null && <p className="ft-soft ft-small">{t.counting}</p>}
    </div>
  );
}

function Said({ live: { counted, error }, isCurrent }: { readonly live: LiveCount; readonly isCurrent: boolean }) {
  const t = useTexts(segmentsTexts);
  const formats = useFormats();
  if (error != null) return <p>{t.notCounted}</p>;
  if (counted === null) return null;
  const { count, tooLong } = counted.answer;
  if (tooLong) return <p>{t.tooLong}</p>;
  if (count === null) return <p className="ft-soft">{t.notCounted}</p>;
  return (
    <p className={isCurrent ? undefined : 'ft-soft'}>
      <strong className="seg-size">{t.fitting(formats.number(count.fit), formats.number(count.of))}</strong>{' '}
      <span className="ft-soft ft-small">{t.asOfNow}</span>
    </p>
  );
}
