import { line, prose } from './common.js';

const MOST_TEXT = 256 * 1024;

/** A definition that comes with a request. */
export const definitionSource = {
  text: prose(MOST_TEXT).min(1).describe('the definition as written: YAML, or JSON of the same shape'),
  file: line(300).default('definition.yaml').describe('the name findings carry'),
};
