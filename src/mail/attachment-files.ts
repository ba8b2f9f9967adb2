import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Attachment } from '../activities/ports.js';

/** What may be attached, by ending: documents that people send each other, nothing that runs. */
const TYPES: { readonly [ending: string]: string } = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  txt: 'text/plain',
  csv: 'text/csv',
  ics: 'text/calendar',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** Many servers refuse mails of more than 10 MB, and base64 makes a third more of it. */
export const MOST_BYTES = 5 * 1024 * 1024;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * The files of `attachments/` in a templates folder by their names, as `attach` names them; null: there is no such folder.
 * Throws for one that no mail may carry: by its name, its kind or its size.
 */
export function readAttachments(templates: string): ReadonlyMap<string, Attachment> | null {
  const folder = path.join(templates, 'attachments');
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return new Map(names.sort().map((name) => [name, readAttachment(folder, name)]));
}

function readAttachment(folder: string, name: string): Attachment {
  const file = path.join(folder, name);
  const contentType = TYPES[path.extname(name).slice(1).toLowerCase()];
  if (!NAME.test(name) || contentType === undefined)
    throw new Error(
      `attachments/${name} can't be attached; expected a name of letters, digits, dots and dashes that ends with ${Object.keys(TYPES).join(', ')}`,
    );
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new Error(`attachments/${name} has ${size} bytes; expected at most ${MOST_BYTES}`);
  return { name, contentType, bytes: readFileSync(file) };
}
