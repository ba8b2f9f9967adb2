const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * A text of at most so many bytes in UTF-8, and an end that stays whole. Where something is left out an `…` says so; no
 * character is cut in two.
 */
export function cutText(text: string, end: string, most: number): string {
  if (bytesOf(text) + bytesOf(end) <= most) return text + end;
  const room = most - bytesOf(end) - bytesOf('…');
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += bytesOf(character);
    if (size > room) break;
    kept += character;
  }
  return `${kept}…${end}`;
}
