import { randomBytes } from 'node:crypto';
import { type IdKind, makeId } from '../domain/ids.js';

/** A fresh id. Real time orders ids, whatever the virtual clock says. */
export const newId = (kind: IdKind): string => makeId(kind, Date.now(), randomBytes(10));
