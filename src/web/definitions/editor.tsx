import { type Ref, useId } from 'react';
import { useTexts } from '../texts/use-texts.js';
import { definitionsTexts } from './texts.js';

interface EditorProps {
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Where the text is written. Tab leaves it, as it leaves any field: a keyboard must be able to. */
export function Editor({ ref, value, onChange }: EditorProps) {
  const t = useTexts(definitionsTexts);
  const id = useId();
  return (
    <div className="ft-field">
      <label htmlFor={id} className="ft-label">
        {t.editor}
      </label>
      <textarea
        id={id}
        ref={ref}
        lang="zxx"
        className="ft-input def-editor"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        rows={26}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
    </div>
  );
}
