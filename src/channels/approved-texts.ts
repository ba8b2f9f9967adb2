/** A text that the gateway's operator has approved; `${name}` stands for what differs. */
export interface ApprovedText {
  readonly code: string;
  readonly text: string;
}

export interface FilledText {
  readonly code: string;
  readonly values: { readonly [name: string]: string };
}

/**
 * The approved text that a rendered message is, and what fills its places; null: none. A gateway of the mainland is given a
 * text's code and values in place of the text itself; so what doesn't fit to the letter would arrive in other words than the
 * ledger keeps. Of several that fit, the one with the most fixed letters.
 */
export function fillApproved(approved: readonly ApprovedText[], message: string): FilledText | null {
  const text = withoutReturns(message).trim();
  const fits = approved.flatMap((candidate) => {
    const parts = partsOf(candidate.text);
    const values = valuesIn(parts, text);
    return values === null ? [] : [{ code: candidate.code, values, fixed: parts.literals.join('').length }];
  });
  const [best] = fits.sort((a, b) => b.fixed - a.fixed);
  return best === undefined ? null : { code: best.code, values: best.values };
}

interface Parts {
  /** One more than there are places. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

function partsOf(text: string): Parts {
  const pieces = withoutReturns(text)
    .trim()
    .split(/\$\{(\w+)\}/);
  return {
    literals: pieces.filter((_, index) => index % 2 === 0),
    names: pieces.filter((_, index) => index % 2 === 1),
  };
}

/**
 * Each literal where it comes first, the last at the end: this finds a way if there is one, and every way gives the same
 * text. A name that comes twice must have the same value twice.
 */
function valuesIn({ literals, names }: Parts, text: string): FilledText['values'] | null {
  const [first = '', ...rest] = literals;
  if (!text.startsWith(first)) return null;
  if (names.length === 0) return text === first ? {} : null;
  const values = new Map<string, string>();
  let from = first.length;
  for (const [index, name] of names.entries()) {
    const literal = rest[index] ?? '';
    const isLast = index === names.length - 1;
    const to = isLast ? text.length - literal.length : text.indexOf(literal, from);
    if (to < from || (isLast && !text.endsWith(literal))) return null;
    const value = text.slice(from, to);
    if ((values.get(name) ?? value) !== value) return null;
    values.set(name, value);
    from = to + literal.length;
  }
  return Object.fromEntries(values);
}

const withoutReturns = (text: string): string => text.replace(/\r\n?/g, '\n');
