/*
 * The keys of the desk. They act only while nobody types and nothing is open over the page.
 */

export type DeskKey =
  | { readonly type: 'move'; readonly step: 1 | -1 }
  | { readonly type: 'outcome'; readonly index: number }
  | { readonly type: 'open' }
  | { readonly type: 'note' }
  | { readonly type: 'help' }
  | { readonly type: 'leave' };

/** What of a key press the desk looks at. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** What has the focus, as far as keys are concerned. */
export type FocusOn = 'nothing' | 'control' | 'typing' | 'overlay';

/** What a key does; null: nothing of ours. */
export function deskKey(pressed: Pressed, focus: FocusOn): DeskKey | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (focus === 'typing' || focus === 'overlay') return null;
  const { key } = pressed;
  if (key === 'j' || key === 'ArrowDown') return { type: 'move', step: 1 };
  if (key === 'k' || key === 'ArrowUp') return { type: 'move', step: -1 };
  // A key that is held down must not record twice.
  if (pressed.repeat) return null;
  if (/^[1-9]$/.test(key)) return { type: 'outcome', index: Number(key) - 1 };
  if (key === 'n') return { type: 'note' };
  if (key === '?') return { type: 'help' };
  if (key === 'Escape') return { type: 'leave' };
  // A button or link that has the focus takes its own Enter.
  if (key === 'Enter' && focus === 'nothing') return { type: 'open' };
  return null;
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="spinbutton"], [role="combobox"]';
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const CONTROL = 'a, button, summary, [role="tab"], [role="option"]';

/** What the focus is on: `active` is the document's active element. */
export function focusOf(active: Element | null): FocusOn {
  if (active === null) return 'nothing';
  if (active.closest(OVERLAY) !== null) return 'overlay';
  if (active.matches(TYPING)) return active.matches('input[type="checkbox"]') ? 'control' : 'typing';
  return active.matches(CONTROL) ? 'control' : 'nothing';
}
