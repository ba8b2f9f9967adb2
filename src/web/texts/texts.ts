import type { Language } from './language.js';

/** A text as it stands, or made of what it is given. */
type Text = string | ((...args: never[]) => string);
type Dictionary = Readonly<Record<string, Text>>;

/** The same keys, each with a text that takes the same. */
export type TextsOf<D> = {
  readonly [K in keyof D]: D[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

export type Texts<D> = Readonly<Record<Language, TextsOf<D>>>;

/**
 * The texts of one page or component, in every language. English names the keys; a language that lacks one, has another
 * or takes other values does not compile.
 */
export const texts = <const D extends Dictionary>(value: {
  readonly en: D;
  readonly 'zh-CN': TextsOf<NoInfer<D>>;
}): Texts<D> => value as unknown as Texts<D>;

/** The English form for a number: `counted(3, 'task', 'tasks')` is "3 tasks". Chinese has one form and needs none. */
export const counted = (n: number, one: string, other: string): string =>
  `${new Intl.NumberFormat('en').format(n)} ${n === 1 ? one : other}`;
