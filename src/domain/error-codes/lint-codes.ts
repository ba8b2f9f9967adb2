import type { LintCode } from '../definition/finding.js';
import type { CodeEntry } from './code-entry.js';

/** Findings of `lint`, in the order of the format page. They are the entries of a 422 `definition-has-errors`. */
export const LINT_CODES = {
  'yaml-syntax': {
    http: 422,
    exit: 1,
    title: 'The file is not well-formed',
    help: 'Correct the YAML at this place. Keys must not repeat, tags are not allowed, and a file is at most 256 KB and 64 levels deep.',
  },
  'unknown-key': {
    http: 422,
    exit: 1,
    title: 'A key that the format does not have',
    help: 'Correct or remove the key; the message lists those known there.',
  },
  'wrong-type': {
    http: 422,
    exit: 1,
    title: 'A value of the wrong kind',
    help: 'Write what the message expects; a missing required key is reported here too.',
  },
  'duplicate-id': {
    http: 422,
    exit: 1,
    title: 'An id is given twice',
    help: 'Give the later one another id: ids are unique in their file.',
  },
  'missing-id': {
    http: 422,
    exit: 1,
    title: 'A step needs an id',
    help: 'Give the step an id: messages, tasks, splits and repeats are remembered by it.',
  },
  'unknown-step': {
    http: 422,
    exit: 1,
    title: 'A step that is not there',
    help: 'Correct the id. goTo reaches only steps of its own track, thread only email steps.',
  },
  'unknown-stage': {
    http: 422,
    exit: 1,
    title: 'A stage that is not there',
    help: 'Correct the id, or add the stage.',
  },
  'unknown-template': {
    http: 422,
    exit: 1,
    title: 'A template that is not there',
    help: 'Correct the name (<family>/<name>), or add templates/<family>/<name>.<locale>.hbs.',
  },
  'unknown-attachment': {
    http: 422,
    exit: 1,
    title: 'A file to attach that is not there',
    help: 'Correct the name, or put the file into templates/attachments/.',
  },
  'missing-template-variable': {
    http: 422,
    exit: 1,
    title: 'A template reads what it is not given',
    help: 'Give the value under variables, declare the field in fields.yaml, or correct the template.',
  },
  'bad-template': {
    http: 422,
    exit: 1,
    title: 'A template has a fault of its own',
    help: 'Correct the template at the place the message names.',
  },
  'unknown-path': {
    http: 422,
    exit: 1,
    title: 'A path that leads nowhere',
    help: 'Correct the path, or declare the field in fields.yaml.',
  },
  'unknown-event': {
    http: 422,
    exit: 1,
    title: 'An event type that nobody declared',
    help: 'Correct the type, or declare it in events.yaml.',
  },
  'unknown-calendar': {
    http: 422,
    exit: 1,
    title: 'A calendar that is not there',
    help: 'Correct the id, or add a file to calendars/.',
  },
  'bad-duration': {
    http: 422,
    exit: 1,
    title: 'Not a duration',
    help: 'Write <n> <unit>, such as "2 business days"; only shift may be negative.',
  },
  'bad-zone': {
    http: 422,
    exit: 1,
    title: 'Not a time zone',
    help: 'Write "contact" or an IANA zone such as "Europe/Berlin".',
  },
  'never-opens': {
    http: 422,
    exit: 1,
    title: 'A window that is never open',
    help: 'Widen the window; for the whole day write 00:00 to 24:00.',
  },
  'loop-without-wait': {
    http: 422,
    exit: 1,
    title: 'A loop that never waits',
    help: 'Put a task, a duration or a time of day into the loop. A wait that can end at once is not enough.',
  },
  'unreachable-step': {
    http: 422,
    exit: 0,
    title: 'Nothing leads to a step',
    help: 'Remove the step, or lead to it. This is a warning: the definition can be published.',
  },
  'outcome-not-handled': {
    http: 422,
    exit: 1,
    title: 'An outcome without a branch',
    help: 'Add the outcome to onOutcome; an empty list says that nothing shall happen.',
  },
  'split-not-100': { http: 422, exit: 1, title: 'The arms do not add up to 100', help: 'Correct the shares.' },
  'marketing-without-unsubscribe': {
    http: 422,
    exit: 1,
    title: 'Marketing mail without a way out',
    help: 'Put {{links.unsubscribe}} into the template or its layout, in every locale.',
  },
  'no-postal-address': {
    http: 422,
    exit: 1,
    title: 'Marketing mail without a postal address',
    help: 'Write company.address into policy.yaml, or give the definition the variable companyAddress.',
  },
  'foreign-host': {
    http: 422,
    exit: 1,
    title: 'A form leads to a host that is not named',
    help: 'Name the host under forms.hosts in policy.yaml, or leave redirect out: then the form thanks by itself.',
  },
  'consent-not-asked': {
    http: 422,
    exit: 0,
    title: 'Nobody is asked whether a form’s consent is theirs',
    help: 'Publish the shipped journey confirm-consent, or one of your own that begins on consent.asked: else consents that must be confirmed wait in vain. This is a warning: the form can be published.',
  },
  'tracking-off': {
    http: 422,
    exit: 1,
    title: 'Opens or clicks are asked where nothing tracks',
    help: 'Ask for replies instead, or switch tracking on for the deployment.',
  },
  'clock-in-exit': {
    http: 422,
    exit: 1,
    title: 'A clock in an exit',
    help: 'An exit without "on" is asked when something changes, never because time passes: use a wait, or add an "on".',
  },
  'reused-step-id': {
    http: 422,
    exit: 1,
    title: 'A step id with another meaning',
    help: 'Give the step a new id: journeys under way remember the old meaning.',
  },
} as const satisfies { readonly [code in LintCode]: CodeEntry };
