/*
 * Where in the HTML a value is printed. Escaping protects text and quoted attributes only, so a value may be printed
 * nowhere else.
 */

export type HtmlContext =
  | { readonly type: 'text' }
  | { readonly type: 'unquoted' }
  /** Inside quotes; `start`: nothing stands between the quote and the value. */
  | { readonly type: 'attribute'; readonly name: string; readonly start: boolean };

/** The context at the end of `before`: the file's source up to the value, in which other values may stand. */
export function htmlContextAfter(before: string): HtmlContext {
  const source = before.replace(/<!--.*?-->/gs, '').replace(/\{\{.*?\}\}/gs, 'x');
  let quote: string | null = null;
  let tagStart = -1;
  let quoteStart = -1;
  for (let i = 0; i < source.length; i++) {
    const character = source.charAt(i);
    if (tagStart < 0) {
      if (character === '<' && /[a-z/!]/i.test(source.charAt(i + 1))) tagStart = i;
    } else if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === '"' || character === "'") {
      [quote, quoteStart] = [character, i];
    } else if (character === '>') tagStart = -1;
  }
  if (tagStart < 0) return { type: 'text' };
  if (quote === null) return { type: 'unquoted' };
  const name = /([^\s"'<>=/]+)\s*=\s*$/.exec(source.slice(tagStart, quoteStart))?.[1] ?? '';
  return { type: 'attribute', name: name.toLowerCase(), start: quoteStart === source.length - 1 };
}
