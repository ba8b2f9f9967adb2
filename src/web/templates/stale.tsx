import type { getTemplateFile } from '../../api/contracts/templates.js';
import { useOne } from '../api/hooks.js';
import { Diff } from '../definitions/diff.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { Person } from '../kit/person.js';
import { Loaded } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import type { Draft } from './drafts.js';
import type { Base } from './file-editor.js';
import { templatesTexts } from './texts.js';

interface StaleProps {
  readonly file: string;
  /** The version that the draft was begun from. */
  readonly from: number;
  readonly base: Base;
  readonly onKeep: (change: Partial<Draft> | null) => void;
}

/** Somebody published while this person wrote: who, what they changed, and what can be done about it. */
export function Stale({ file, from, base, onKeep }: StaleProps) {
  const t = useTexts(templatesTexts);
  const old = useOne<typeof getTemplateFile>('GET /v1/templates/file', { query: { file, version: from } });
  return (
    <div className="ft-stack">
      <Notice tone="warn">
        <p>
          {t.stale(base.current)} <Person id={base.by} />
        </p>
        <p>{t.staleHelp}</p>
      </Notice>
      <details>
        <summary>{t.staleChanges}</summary>
        <Loaded of={old} lines={4}>
          {({ source }) => <Diff before={source} after={base.source} />}
        </Loaded>
      </details>
      <div className="ft-line">
        <Button onPress={() => onKeep({ from: base.current })}>{t.keepMine(base.current)}</Button>
        <Button look="quiet" onPress={() => onKeep(null)}>
          {t.takeTheirs}
        </Button>
      </div>
    </div>
  );
}
