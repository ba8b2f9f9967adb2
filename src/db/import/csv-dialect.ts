export type Delimiter = ',' | ';' | '\t';

const CANDIDATES: readonly Delimiter[] = [',', ';', '\t'];
const LINES_LOOKED_AT = 20;

/**
 * The character that parts the columns: the one that occurs as often in the first lines as in the line of names; of
 * several, the most frequent one. A file of one column has none, and a comma does no harm there.
 */
export function detectDelimiter(head: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of CANDIDATES) {
    const [names = 0, ...rows] = countByLine(head, delimiter);
    if (names === 0) continue;
    const alike = rows.filter((count) => count === names).length;
    const score = names + 1000 * (rows.length === 0 ? 0 : alike / rows.length);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** How often a character stands outside quotes in each of the first lines. */
function countByLine(text: string, wanted: string): number[] {
  const counts: number[] = [];
  let count = 0;
  let blank = true;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && (character === '\n' || character === '\r')) {
      if (!blank) counts.push(count);
      if (counts.length === LINES_LOOKED_AT) return counts;
      count = 0;
      blank = true;
      continue;
    }
    blank = false;
    if (!quoted && character === wanted) count += 1;
  }
  // A head that was cut off inside a line says nothing about it, unless it is all there is.
  if (counts.length === 0 && !blank) counts.push(count);
  return counts;
}
