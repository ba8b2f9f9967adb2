/*
 * Reading calendar objects as others write them: as much of RFC 5545 as an answer to an invitation needs. Nothing in one is
 * to be trusted.
 */

export interface Property {
  /** Upper case. */
  readonly name: string;
  /** By upper-case name; quotes are gone. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

const MOST_PROPERTIES = 2_000;

/** All lines of an object, `BEGIN` and `END` too; what is no property is left out. */
export function readProperties(text: string): readonly Property[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '');
  return unfolded.split('\n', MOST_PROPERTIES).flatMap((line) => readProperty(line) ?? []);
}

const NAME = /^[A-Za-z0-9-]+/;
const PARAMETER = /^;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/;

function readProperty(line: string): Property | null {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return null;
  let rest = line.slice(name.length);
  const parameters = new Map<string, string>();
  for (let found = PARAMETER.exec(rest); found !== null; found = PARAMETER.exec(rest)) {
    const [whole, key = '', value = ''] = found;
    parameters.set(key.toUpperCase(), value.replace(/"/g, ''));
    rest = rest.slice(whole.length);
  }
  return rest.startsWith(':') ? { name: name.toUpperCase(), parameters, value: rest.slice(1) } : null;
}

/** What a text says. */
export const readText = (value: string): string =>
  value.replace(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
