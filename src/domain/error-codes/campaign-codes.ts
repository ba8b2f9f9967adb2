import type { CodeEntry } from './code-entry.js';

/** Refusals of commands on campaigns, and why one was paused or stopped. */
export const CAMPAIGN_CODES = {
  'campaign-exists': {
    http: 409,
    exit: 1,
    title: 'The id is taken',
    help: 'A campaign is sent once in its life: copy it under a new id.',
  },
  'campaign-id-changed': {
    http: 422,
    exit: 1,
    title: 'The text is of another campaign',
    help: 'Keep the id, or copy the campaign under the new one.',
  },
  'campaign-changed': {
    http: 409,
    exit: 1,
    title: 'Somebody has changed the text meanwhile',
    help: 'Read it again; then give the command with its new revision.',
  },
  'campaign-not-draft': {
    http: 409,
    exit: 1,
    title: 'The campaign is no draft any more',
    help: 'Take it back (unschedule) if it has not started; else copy it under a new id.',
  },
  'campaign-not-awaiting': { http: 409, exit: 1, title: 'The campaign awaits no approval', help: 'Nothing to do.' },
  'own-campaign': {
    http: 403,
    exit: 1,
    title: 'Nobody approves their own campaign',
    help: 'Ask somebody who neither wrote it nor asked for it to go out.',
  },
  'campaign-not-scheduled': {
    http: 409,
    exit: 1,
    title: 'The campaign is not scheduled',
    help: 'Look at its state: what has started can be paused or stopped.',
  },
  'campaign-not-sending': { http: 409, exit: 1, title: 'The campaign is not sending', help: 'Look at its state.' },
  'campaign-not-paused': { http: 409, exit: 1, title: 'The campaign is not paused', help: 'Look at its state.' },
  'campaign-over': {
    http: 409,
    exit: 1,
    title: 'The campaign is over',
    help: 'Copy it under a new id to send it again.',
  },
  'campaign-unsettled': {
    http: null,
    exit: 1,
    title: 'Some recipients are not settled yet',
    help: 'It is done by itself when they are.',
  },
  'empty-audience': {
    http: 422,
    exit: 1,
    title: 'Nobody fits the audience',
    help: 'Look at the segment, the condition or the list, and at whom it leaves out.',
  },
  'audience-grew': {
    http: null,
    exit: 1,
    title: 'The audience has grown past what needs approval',
    help: 'Somebody else looks at it and approves it; it starts then.',
  },
  'unknown-segment': { http: 422, exit: 1, title: 'There is no such published segment', help: 'Publish it first.' },
  'no-audience-file': {
    http: 422,
    exit: 1,
    title: 'The list of people was not brought',
    help: 'Upload it to the campaign.',
  },
  'audience-file-reading': {
    http: 409,
    exit: 1,
    title: 'The list of people is still being read',
    help: 'Wait a moment.',
  },
  'campaign-has-no-mail': {
    http: 422,
    exit: 1,
    title: 'The campaign has no mail',
    help: 'Only mails can be checked, and sent as a test.',
  },
  'not-a-colleague': {
    http: 422,
    exit: 1,
    title: 'This is nobody’s address who works here',
    help: 'A test goes to people who work here: nothing counts it, and it asks nobody for consent.',
  },
  'test-not-taken': {
    http: 502,
    exit: 1,
    title: 'The mail server did not take the test',
    help: 'What it said is in the answer; look at the mailbox (check).',
  },
  'by-hand': { http: null, exit: 1, title: 'A person did it', help: 'The audit log says who, and why.' },
  'too-many-bounces': {
    http: null,
    exit: 1,
    title: 'Too many of its mails bounced',
    help: 'Look at where the addresses come from before it is resumed.',
  },
  'too-many-complaints': {
    http: null,
    exit: 1,
    title: 'Too many receivers complained',
    help: 'Look at whom it goes to and what it says before it is resumed.',
  },
  'provider-failing': {
    http: null,
    exit: 1,
    title: 'The mail server failed again and again',
    help: 'Look at the mailbox (check); resume when it answers.',
  },
  'template-failing': {
    http: null,
    exit: 1,
    title: 'The template fails for many',
    help: 'Correct it, then resume: who was skipped because of it stays so.',
  },
} as const satisfies { readonly [code: string]: CodeEntry };
