/** Text on one line; a line break in a name would be one in a mail's header. Empty is null. */
export const oneLine = (text: string): string | null =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim() || null;
