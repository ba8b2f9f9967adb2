import type { GateCode } from '../journey/gate.js';
import type { CodeEntry } from './code-entry.js';

/** Why a message was skipped or deferred, in the order in which the gate asks. Journal entries, never errors. */
export const GATE_CODES = {
  exited: {
    http: null,
    exit: 0,
    title: 'The journey has ended or moved on',
    help: 'Nothing to do: the message no longer belongs to where the journey is.',
  },
  paused: {
    http: null,
    exit: 0,
    title: 'The journey, or its campaign, is paused',
    help: 'Resume it; the message then asks the gate again.',
  },
  stale: {
    http: null,
    exit: 0,
    title: 'Too late to be useful',
    help: 'The step was reached longer ago than its usefulFor. Make usefulFor longer if it should still go out.',
  },
  'do-not-contact': {
    http: null,
    exit: 0,
    title: 'The contact must not be contacted',
    help: 'Clear doNotContact on the contact, if that is right.',
  },
  'taken-out': {
    http: null,
    exit: 0,
    title: 'A person took the contact out of this care',
    help: 'The calendar of care and the story say who and why; there it can be taken back.',
  },
  'no-sender': {
    http: null,
    exit: 0,
    title: 'There is nobody to send as',
    help: 'Give the contact an owner, or set up the mailbox that the step names.',
  },
  'no-address': { http: null, exit: 0, title: 'The contact has no address', help: 'Add an email address.' },
  'invalid-address': { http: null, exit: 0, title: 'The address is not one', help: 'Correct the email address.' },
  suppressed: {
    http: null,
    exit: 0,
    title: 'The address is suppressed',
    help: 'It bounced hard, its holder complained, answered an SMS with STOP or was erased (then marketing alone is held back), or somebody here blocked it. The contact’s page lists the causes, and what it takes to lift each.',
  },
  unsubscribed: {
    http: null,
    exit: 0,
    title: 'Unsubscribed from this',
    help: 'The contact does not want marketing mail, or not on this topic. Service mail still goes.',
  },
  'no-consent': {
    http: null,
    exit: 0,
    title: 'There is no consent',
    help: 'Where the contact lives, marketing needs consent (the entry names the law): record it once it has been given.',
  },
  'missing-variable': {
    http: 422,
    exit: 0,
    title: 'The template lacks a value',
    help: 'Fill in the field, or let the template do without it (if, default).',
  },
  'render-failed': {
    http: 422,
    exit: 0,
    title: 'The template could not be rendered',
    help: 'Correct the template; the journal entry names it.',
  },
  'duplicate-address': {
    http: null,
    exit: 0,
    title: 'Another contact has the same address',
    help: 'In a campaign the oldest contact of an address is written to.',
  },
  'outside-window': {
    http: null,
    exit: 0,
    title: 'Outside the send window',
    help: 'Nothing to do: it is sent when the window opens, at the instant the entry names.',
  },
  'frequency-cap': {
    http: null,
    exit: 0,
    title: 'Too many messages lately',
    help: 'Nothing to do: it is sent when the cap allows it, at the instant that the entry names (caps in policy.yaml).',
  },
  'campaign-rate': {
    http: null,
    exit: 0,
    title: 'Its campaign had rested, and goes on at its rate',
    help: 'Nothing to do: it is sent when its turn comes, at the instant that the entry names.',
  },
  quota: {
    http: null,
    exit: 0,
    title: 'The quota is used up',
    help: 'Nothing to do: it is sent when there is quota again.',
  },
  'domain-rate': {
    http: null,
    exit: 0,
    title: 'The receiver’s domain gets only so many mails at a time',
    help: 'Nothing to do: it is sent when its turn comes, at about the instant that the entry names (rates in policy.yaml).',
  },
} as const satisfies { readonly [code in GateCode]: CodeEntry };
