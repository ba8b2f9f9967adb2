import { type Ref, useId } from 'react';
import { offsetOf, wordEnd } from './text-place.js';

interface EditorProps {
  readonly label: string;
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly readOnly?: boolean;
  /** Long lines are broken to be seen: for prose, not for what is indented. */
  readonly wraps?: boolean;
}

/** Where the text is written. Tab leaves it, as it leaves any field: a keyboard must be able to. */
export function Editor({ label, ref, value, onChange, readOnly = false, wraps = false }: EditorProps) {
  const id = useId();
  return (
    <div className="ft-field">
      <label htmlFor={id} className="ft-label">
        {label}
      </label>
      <textarea
        id={id}
        ref={ref}
        lang="zxx"
        className="ft-input def-editor"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        rows={26}
        readOnly={readOnly}
        wrap={wraps ? 'soft' : 'off'}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
    </div>
  );
}

const LINES_ABOVE = 4;

/** Marks the word at a place of the text and scrolls it into sight. Lines and columns count from 1. */
export function goToPlace(area: HTMLTextAreaElement | null, line: number, column: number): void {
  if (area === null) return;
  const start = offsetOf(area.value, line, column);
  area.focus();
  area.setSelectionRange(start, wordEnd(area.value, start));
  const height = Number.parseFloat(getComputedStyle(area).lineHeight);
  if (!Number.isFinite(height)) return;
  // Where lines are broken nobody says at which height a place is; how far through the text it is, is near enough.
  const top = area.wrap === 'off' ? (line - 1) * height : (start / area.value.length) * area.scrollHeight;
  area.scrollTop = Math.max(0, top - LINES_ABOVE * height);
}
