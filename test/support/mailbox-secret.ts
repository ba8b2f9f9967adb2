/** What secrets of mailboxes are sealed with. */
export const MAILBOX_SECRET = 'only for the tests of mailboxes, and long';
