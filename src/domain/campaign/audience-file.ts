/** How a list of people is written: which of its columns names them. */
export interface ListColumns {
  readonly isHeader: boolean;
  readonly separator: string;
  readonly column: number;
}

/** A line: an address, one of our contacts' ids, or neither. */
export interface ListLine {
  readonly type: 'email' | 'id' | 'broken';
  readonly value: string;
}

const EMAIL_HEADERS = new Set(['email', 'e-mail', 'mail', 'email address', 'address', '邮箱', '电子邮件', '电子邮箱']);
const ID_HEADERS = new Set(['id', 'contact', 'contact id', 'contactid', '客户编号']);
const SEPARATORS = [',', ';', '\t'] as const;
const CONTACT_ID = /^con_[0-9a-z]{26}$/;
/** What no mail server would take is broken; the gate judges the rest. */
const ADDRESS = /^[^\s@<>",;]{1,64}@(?=.{3,253}$)[^\s@<>",;.]+(\.[^\s@<>",;.]+)+$/;
const LONGEST_VALUE = 320;

/** Reads the first line: a header that names a column, or already one of the people. */
export function columnsOfList(first: string): ListColumns {
  const separator = SEPARATORS.find((each) => first.includes(each)) ?? ',';
  const cells = cellsOf(first, separator).map((cell) => cell.toLowerCase());
  const email = cells.findIndex((cell) => EMAIL_HEADERS.has(cell));
  const column = email >= 0 ? email : cells.findIndex((cell) => ID_HEADERS.has(cell));
  if (column >= 0) return { isHeader: true, separator, column };
  const person = cells.findIndex((cell) => lineOf(cell).type !== 'broken');
  return { isHeader: false, separator, column: Math.max(0, person) };
}

export const readListLine = (line: string, { separator, column }: ListColumns): ListLine =>
  lineOf(cellsOf(line, separator)[column] ?? '', line);

/** `line`: what is shown of one that is broken. */
function lineOf(cell: string, line = cell): ListLine {
  // "Ada Lovelace <ada@example.com>", as mail programs write it.
  const value = /<([^<>]+)>\s*$/.exec(cell)?.[1]?.trim() ?? cell;
  if (CONTACT_ID.test(value)) return { type: 'id', value };
  if (ADDRESS.test(value)) return { type: 'email', value };
  return { type: 'broken', value: (value === '' ? line : value).slice(0, LONGEST_VALUE) };
}

/** The cells of a line; quotes hold a separator, and two are one. */
function cellsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '"' && quoted && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
