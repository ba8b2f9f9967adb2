import type { FastifyRequest } from 'fastify';
import { pageLanguage } from './language.js';
import { WORDING, type Wording } from './wording.js';

/** The words for somebody: their own language, else what their browser asks for. */
export const wordsOf = (contactLanguage: string | null, request: FastifyRequest): Wording =>
  WORDING[pageLanguage(contactLanguage, request.headers['accept-language'])];
