import type { FormDesk } from '../../api/form-ports.js';
import type { EngineDeps } from '../engine.js';
import { askedConsents, confirmConsents } from './consents.js';
import { FormCounter } from './counts.js';
import { fillIn } from './fill-in.js';
import { listForms, readForm } from './reads.js';
import { listSubmissions } from './submissions.js';

type DeskDeps = Omit<EngineDeps, 'send'> & { readonly notCounted: (error: unknown) => void };

/** The public forms over one Postgres. */
export function createFormDesk(deps: DeskDeps): FormDesk & { readonly counted: () => Promise<void> } {
  const now = () => deps.clock.now(0);
  const counter = new FormCounter(deps.db, () => now().virtual, deps.notCounted);
  return {
    async fillIn(filled) {
      const { outcome, outbox } = await fillIn(deps, filled, now());
      await deps.tell(outbox);
      return outcome;
    },
    asked: (by) => askedConsents(deps.db, by, now().virtual),
    async confirm(by) {
      const { outbox, ...done } = await confirmConsents(deps, by, now());
      await deps.tell(outbox);
      return done;
    },
    count: (counted) => counter.count(counted),
    counted: () => counter.written(),
    list: () => listForms(deps.db, now().virtual),
    get: (id) => readForm(deps.db, id, now().virtual),
    submissions: (scope, filter, page) => listSubmissions(deps.db, scope, filter, page, now().virtual),
  };
}
