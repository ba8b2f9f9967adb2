import { describe, expect, it } from 'vitest';
import { verdictOf, withoutAddresses } from '../../src/mail/verdict.js';

const shortOf = (response: string, command = 'RCPT TO') => {
  const verdict = verdictOf({ error: { message: response, code: 'EENVELOPE', command, response }, bodyRead: 'none' });
  if (verdict.type === 'refused') return verdict.suppress ? 'suppress' : 'refused';
  return verdict.type === 'later' ? `${verdict.cause} ${verdict.retryAfterMs / 1000}` : verdict.type;
};

describe('a reply to the recipient or the message', () => {
  it.each([
    // Addresses that are bad.
    ['550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown', 'suppress'],
    ['550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 Please try', 'suppress'],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup', 'suppress'],
    ['550 5.1.2 Bad destination system address', 'suppress'],
    ['553 5.1.3 Invalid address format', 'suppress'],
    ['550 5.1.6 Recipient no longer on server', 'suppress'],
    ['550 5.2.1 The email account that you tried to reach is disabled', 'suppress'],
    ['550 Mailbox not found. http://service.mail.qq.com', 'suppress'],
    ['550 User not found: bob@163.com', 'suppress'],
    ['550 No such user here', 'suppress'],
    ["554 delivery error: dd This user doesn't have a yahoo.com account", 'refused'],
    ['550 unknown user', 'suppress'],
    ['550 Requested action not taken: mailbox unavailable', 'refused'],
    ['550 Invalid recipient', 'suppress'],
    // Policy, content, authentication of our domain: not the contact's fault.
    ['550 5.7.1 Message rejected due to content restrictions', 'refused'],
    ['550-5.7.26 This mail has been blocked because the sender is unauthenticated.', 'refused'],
    ['550 5.7.515 Access denied, sending domain does not meet the required authentication level', 'refused'],
    ['554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org', 'refused'],
    ['554 DT:SPM 163 smtp12,abc', 'refused'],
    ['552 5.3.4 Message size exceeds fixed limit', 'refused'],
    ['552 5.2.2 The email account that you tried to reach is over quota', 'refused'],
    ['550 5.6.7 SMTPUTF8 needed', 'refused'],
    ['550 5.1.8 Sender address rejected: Domain not found', 'refused'],
    ['550 5.1.0 Address rejected', 'refused'],
    ['554 Transaction failed', 'refused'],
    // Slow down, whatever the code says.
    ['550 Domain frequency limited. http://service.mail.qq.com', 'rate-limited 1800'],
    ['550 Sender frequency limited', 'rate-limited 1800'],
    ['550 Connection frequency limited', 'rate-limited 1800'],
    ['550 Ip frequency limited', 'rate-limited 1800'],
    ['550 Mailbox unavailable or access denied', 'rate-limited 3600'],
    ['421 HL:ICC 163 smtp', 'rate-limited 600'],
    ['421 HL:IFC 163 smtp', 'rate-limited 600'],
    ['450 MI:DMC 163 smtp', 'rate-limited 120'],
    ['450 RP:DRC 163 smtp', 'rate-limited 1200'],
    ['451 MI:SFQ 163 smtp', 'rate-limited 1200'],
    ['550-5.4.5 Daily user sending limit exceeded.', 'rate-limited 14400'],
    [
      "554 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
      'rate-limited 14400',
    ],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', 'rate-limited 14400'],
    ['421-4.7.28 Gmail has detected an unusual rate of unsolicited mail', 'rate-limited 3600'],
    ['421 4.7.0 [TSS04] Messages temporarily deferred due to user complaints', 'rate-limited 3600'],
    ['454 Throttling failure: Maximum sending rate exceeded.', 'rate-limited 1800'],
    ['421 4.7.0 Too many connections', 'rate-limited 1800'],
    // Greylisting, with the pause it asks for.
    ['450 4.2.0 <bob@example.com>: Recipient address rejected: Greylisted', 'greylisted 300'],
    ['451 4.7.1 Greylisting in action, please come back in 600 seconds', 'greylisted 600'],
    ['451 4.7.1 Please try again in 5 minutes', 'greylisted 300'],
    ['450 4.7.1 try again after 2 hours', 'greylisted 7200'],
    ['451 DT:SPM 163 smtp, please retry in two minutes', 'greylisted 120'],
    ['451 4.3.0 Temporary lookup failure', 'greylisted 300'],
    ['450 try again in 1 second', 'greylisted 30'],
    // Busy.
    ['421 4.3.2 Service shutting down', 'busy 300'],
    ['452 4.3.1 Insufficient system storage', 'busy 900'],
    ['452 4.2.2 The email account that you tried to reach is over quota', 'busy 14400'],
    ['503 Bad sequence of commands', 'busy 60'],
    // Login.
    ['530 5.7.0 Authentication required', 'auth 900'],
    ['530 5.7.0 Must issue a STARTTLS command first', 'auth 900'],
    ['535 5.7.8 Username and Password not accepted', 'auth 900'],
    ['550 5.7.1 Authentication failed', 'auth 900'],
  ])('%s means %s', (reply, expected) => expect(shortOf(reply)).toBe(expected));

  it('never blames the recipient for what was said of the sender', () => {
    expect(shortOf('550 5.1.1 unknown user', 'MAIL FROM')).toBe('refused');
    expect(shortOf('553 sender address unknown', 'MAIL FROM')).toBe('refused');
  });

  it('says nothing of the message when it came before there was one', () => {
    expect(shortOf('554 No SMTP service here', 'CONN')).toBe('unreachable 300');
    expect(shortOf('421 Too busy', 'CONN')).toBe('busy 60');
    expect(shortOf('535 5.7.8 no', 'AUTH PLAIN')).toBe('auth 900');
  });
});

describe('an attempt without a reply', () => {
  const error = { message: 'Connection closed unexpectedly', code: 'ECONNECTION', command: 'CONN' };

  it('is later before the final dot and uncertain after it', () => {
    expect(verdictOf({ error, bodyRead: 'none' })).toMatchObject({ type: 'later', cause: 'unreachable' });
    expect(verdictOf({ error, bodyRead: 'part' })).toMatchObject({ type: 'later', cause: 'unreachable' });
    expect(verdictOf({ error, bodyRead: 'whole' })).toMatchObject({ type: 'uncertain' });
  });

  it('names a timeout, a failed login and a message too large for the server', () => {
    expect(verdictOf({ error: { ...error, code: 'ETIMEDOUT' }, bodyRead: 'none' })).toMatchObject({
      type: 'later',
      cause: 'timeout',
    });
    expect(verdictOf({ error: { ...error, code: 'EAUTH' }, bodyRead: 'none' })).toMatchObject({
      type: 'later',
      cause: 'auth',
    });
    expect(verdictOf({ error: { ...error, code: 'EMESSAGE' }, bodyRead: 'none' })).toMatchObject({
      type: 'refused',
      enhanced: '5.3.4',
      suppress: false,
    });
  });

  it('is uncertain when half a reply came after the dot', () => {
    expect(verdictOf({ error: { ...error, response: '2' }, bodyRead: 'whole' })).toMatchObject({ type: 'uncertain' });
    expect(verdictOf({ error: { ...error, response: '250 ok' }, bodyRead: 'whole' })).toMatchObject({
      type: 'uncertain',
    });
  });
});

it('a reply is kept without the addresses in it, on one line', () => {
  expect(withoutAddresses('550 <bob.b+x@example.com>:\r\n 550 to=bob@例子.cn, no')).toBe(
    '550 <(address)>: 550 to=(address), no',
  );
});
