import { z } from 'zod';
import type { MailEvidence } from '../activities/ports.js';

const PATIENCE_MS = 5000;

const answered = z.object({ found: z.boolean(), cleared: z.boolean() });

/** A mail server of which nobody can be asked what it took. */
export const noEvidence: MailEvidence = { look: async () => 'no-evidence' };

/**
 * The embedded mail catcher, asked what it has caught. It is the very server that the mail was handed to, so what it has
 * not has not arrived; unless its inbox was cleared, when it can't know. `url`: its web address.
 */
export const createCatcherEvidence = (url: string): MailEvidence => ({
  async look(messageId) {
    const asked = new URL('/api/evidence', url);
    asked.searchParams.set('messageId', messageId);
    try {
      const response = await fetch(asked, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) return 'out-of-reach';
      const { found, cleared } = answered.parse(await response.json());
      if (found) return 'found';
      return cleared ? 'no-evidence' : 'not-found';
    } catch {
      return 'out-of-reach';
    }
  },
});
