/** The text of a definition under another id; nothing else of it changes. */
export const copiedText = (text: string, id: string): string =>
  text.trimStart().startsWith('{')
    ? text.replace(/("id"\s*:\s*)"[^"]*"/, `$1${JSON.stringify(id)}`)
    : text.replace(/^id:.*$/m, `id: ${id}`);
