/** An id as a reader would write it: "need-found" is "Need found". One that is no such id comes back as it is. */
export function humanised(id: string): string {
  if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(id)) return id;
  const words = id.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
