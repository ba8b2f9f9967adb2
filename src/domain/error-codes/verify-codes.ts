import type { CodeEntry } from './code-entry.js';

const told = (title: string, help: string): CodeEntry => ({ http: null, exit: 1, title, help });

/** What `verify` finds where records, decisions, journal, ledger and Temporal do not say the same. */
export const VERIFY_CODES = {
  'projection-differs': told(
    'The row of a journey is not what its last decision makes it',
    'Run `followthrough rebuild`: it makes the row again from the decision. The detail names the columns.',
  ),
  'owner-differs': told(
    'An open journey has another owner than its contact',
    'Run `followthrough rebuild`: the journey follows its contact again.',
  ),
  'care-differs': told(
    'The calendar of care has something else of a journey than the journey will do',
    'Run `followthrough rebuild`: it writes what follows from the last decision. The detail says how many are missing, extra or moved; a journey that was begun before there was a calendar is missing in it.',
  ),
  'figures-differ': told(
    'What conditions ask of a contact is not what its events and deals make',
    'Run `followthrough rebuild`: it counts them again. The detail names the figures; triggers keep them, so look at who wrote events or deals without.',
  ),
  'definition-missing': told(
    'The version of the definition that a journey follows is not there',
    'The journey can decide nothing without it. Publish never removes one: look at how the row was lost, and restore it from a backup.',
  ),
  'decision-missing': told(
    'A decision of a journey is not there',
    'It is lost: the journal may still tell of it. If Postgres was restored, compare with the mail server’s log.',
  ),
  'decision-unfinished': told(
    'A decision waits for its effect for more than five minutes',
    'Look whether a worker runs, and what it logs: the decision is finished by the next attempt, and never taken again.',
  ),
  'run-missing': told(
    'An open journey has no run in Temporal',
    'Temporal was lost or set back, and this version cannot start the run again: restore Temporal from a backup, or end the journey in the records and enrol again.',
  ),
  'run-closed': told(
    'An open journey’s run in Temporal is over',
    'Somebody ended the run, or it failed. This version cannot start it again: end the journey in the records, and enrol again if `enter.again` lets it.',
  ),
  'run-of-ended-journey': told(
    'A journey has ended and its run goes on',
    'The run ends by itself when it next wakes. If it must not wait for that, terminate it with Temporal’s own tools.',
  ),
  'run-without-journey': told(
    'Temporal has a run of a journey that is not in the records',
    'Postgres was restored to an earlier time, or the row was deleted. Terminate the run with Temporal’s own tools once you know why.',
  ),
  'temporal-behind': told(
    'The run carries an earlier decision than the records',
    'It comes up by itself: decisions that come again are answered with their stored results. Look whether a worker runs.',
  ),
  'records-behind': told(
    'The run carries a later decision than the records',
    'Postgres was restored to an earlier time. The journey is held as `out-of-step` at its next wake; see Backups in docs/operations.md.',
  ),
  'carried-state-differs': told(
    'The run carries another state than the records have for the same decision',
    'One of them was written by hand. `pause` and `resume` writes what the run carries; look at both first.',
  ),
  'held-out-of-step': told(
    'The journey is held because Postgres and Temporal disagreed',
    'Compare its story with the mail server’s log; then `retry` goes on from the state that Temporal carries, and `exit` ends it.',
  ),
  'send-without-message': told(
    'The journal says that a message was sent, and the ledger has none',
    'A row of the ledger is lost. Look for the message in the mail server’s log before anything is sent again.',
  ),
  'message-without-line': told(
    'The ledger has a message that was delivered, and the journal no line of it',
    'A line of the journal is lost. The message went out; nothing is to be done for the customer.',
  ),
  'message-state-unknown': told(
    'A message is in a state that there is not',
    'It was written by hand, or by a later version. Look at docs/architecture.md for the states there are.',
  ),
  'message-adrift': told(
    'A message is claimed or handed over, and no decision is about it',
    'Whoever had it is gone with its decision. It is not sent again by itself: look for it in the mail server’s log.',
  ),
  'task-missing': told(
    'A journey waits for a task that is not there or not open',
    '`skip` lets the journey go on without it.',
  ),
  'task-adrift': told(
    'A task of a journey is open, and the journey does not wait for it',
    'Its outcome moves nothing. Complete it, so that it leaves the desk.',
  ),
  'outbox-left': told(
    'Temporal was not told of something for more than a minute',
    'Look whether a worker runs and Temporal answers; the worker tells it again every second.',
  ),
  'delivery-late': told(
    'A webhook’s call or a mail to staff waits for more than a minute past its time',
    'Look whether a worker runs, and what it logs of deliveries.',
  ),
  'arrival-unknown': told(
    'Nobody knows whether a message arrived',
    'Look for it in the mail server’s log; then `skip` if it arrived, or `retry` to send it again. See `uncertain` in docs/operations.md.',
  ),
} as const satisfies { readonly [code: string]: CodeEntry };

export type VerifyCode = keyof typeof VERIFY_CODES;
