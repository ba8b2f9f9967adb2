/** Class names in one text; what is false or absent is left out. */
export const classes = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter((name) => name !== false && name != null && name !== '').join(' ');
