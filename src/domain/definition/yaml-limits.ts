import { Lexer } from 'yaml';

/** Limits of a file. A real definition stays far below; beyond them the YAML parser itself may be slow or fail. */
export const MAX_CHARACTERS = 256 * 1024;
export const MAX_DEPTH = 64;
const MAX_TOKENS = 100_000;
const MAX_INDENT = 400;

const TOO_DEEP = `the file is nested too deeply; at most ${MAX_DEPTH} levels are read`;

/**
 * What makes a text too large or too deep to be parsed, or undefined. It must be asked before the text is parsed: the
 * parser recurses, and a text of nothing but brackets exhausts the stack in a way that can end the whole process.
 */
export function beyondLimits(text: string): { offset: number; message: string } | undefined {
  if (text.length > MAX_CHARACTERS)
    return {
      offset: 0,
      message: `the file is too large (${text.length} characters); at most ${MAX_CHARACTERS} are read`,
    };
  const depth = new Depth();
  let tokens = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MAX_TOKENS)
      return { offset, message: `the file has too many parts; at most ${MAX_TOKENS} YAML tokens are read` };
    if (depth.isBeyond(token)) return { offset, message: TOO_DEEP };
    offset += CONTROL_TOKENS.has(token) ? 0 : token.length;
  }
  return undefined;
}

/** Follows the tokens of a text. Depth comes from brackets, from indicators on one line (`- - -`), and from indentation. */
class Depth {
  private brackets = 0;
  private indicators = 0;
  private lineStart = true;

  isBeyond(token: string): boolean {
    if (token === '[' || token === '{') this.brackets++;
    else if (token === ']' || token === '}') this.brackets = Math.max(0, this.brackets - 1);
    else if (this.brackets === 0 && INDICATORS.has(token)) this.indicators++;
    const indented = this.lineStart && token.length > MAX_INDENT && token.trim() === '';
    this.lineStart = token[0] === '\n' || token[0] === '\r';
    if (this.lineStart) this.indicators = 0;
    return indented || this.brackets > MAX_DEPTH || this.indicators > MAX_DEPTH;
  }
}

const INDICATORS = new Set(['-', '?', ':']);
/** The lexer's own marks (document start, flow end, next is a scalar), which aren't part of the text. */
const CONTROL_TOKENS = new Set(['\x02', '\x18', '\x1f']);
