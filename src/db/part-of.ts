/** The filter for text that contains this, letters of either case. LIKE's own signs, which Prisma lets through, are texts. */
export const partOf = (text: string) => ({
  contains: text.replace(/[\\%_]/g, '\\$&'),
  mode: 'insensitive' as const,
});
