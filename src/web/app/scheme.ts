import { Store } from '../api/store.js';
import { readChoice, writeChoice } from '../texts/kept-choice.js';

/** Light, dark, or as the system has it. */
export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const KEPT = 'ft.scheme';
const isScheme = (value: unknown): value is Scheme => SCHEMES.some((scheme) => scheme === value);

export const scheme = new Store<Scheme>('system');

const show = (next: Scheme): void => {
  if (next === 'system') delete document.documentElement.dataset['scheme'];
  else document.documentElement.dataset['scheme'] = next;
};

/** Shows the colours that were chosen before; called before anything is drawn. */
export function startScheme(): void {
  scheme.set(readChoice(KEPT, isScheme) ?? 'system');
  show(scheme.get());
}

export function chooseScheme(next: Scheme): void {
  writeChoice(KEPT, next);
  scheme.set(next);
  show(next);
}
