/** An amount as decimal text (`22700.00`): no rounding on the way to the database. */
export interface Money {
  readonly amount: string;
  /** ISO 4217, where the sign says it. */
  readonly currency: string | null;
}

// "¥" is the yuan's sign and the yen's, so it names neither.
const CURRENCY_OF: { readonly [sign: string]: string | null } = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': null,
  '￥': null,
};
const SHIFT_OF: { readonly [suffix: string]: number } = { '': 0, K: 3, M: 6, B: 9 };
const AMOUNT = /^([$€£¥￥])? ?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))? ?([KMB])?$/;
const LONGEST_WHOLE = 16;

/**
 * Reads `$22,700.00`, `$342.09K`, `-$5`, `($5.00)`, `1200`. Undefined for text that is no amount, has more than cents,
 * or more than 16 digits before the point.
 */
export function parseMoneyText(text: string): Money | undefined {
  const trimmed = text.trim();
  const inBrackets = /^\((.*)\)$/.exec(trimmed);
  const unsigned = inBrackets ? (inBrackets[1] ?? '') : trimmed.replace(/^-|^([$€£¥￥])-/, '$1');
  const negative = inBrackets !== null || unsigned !== trimmed;
  const match = AMOUNT.exec(unsigned);
  if (!match) return undefined;
  const shift = SHIFT_OF[match[4] ?? ''] ?? 0;
  const fraction = match[3] ?? '';
  const whole = ((match[2] ?? '').replaceAll(',', '') + fraction.slice(0, shift).padEnd(shift, '0')).replace(
    /^0+(?=\d)/,
    '',
  );
  const cents = fraction.slice(shift).replace(/0+$/, '');
  if (cents.length > 2 || whole.length > LONGEST_WHOLE) return undefined;
  const amount = `${whole}.${cents.padEnd(2, '0')}`;
  const sign = negative && Number(amount) !== 0 ? '-' : '';
  return { amount: sign + amount, currency: CURRENCY_OF[match[1] ?? ''] ?? null };
}
