import { describe, expect, test } from 'vitest';
import { messageIdOf } from '../../../src/domain/journey/message-id.js';
import { journeyOf } from '../../../src/web/inbox/journey-of.js';

describe('the journey of a mail', () => {
  const id = 'jrn_01m85efc16jm8zk7e0cpzvvn2w';

  test('is in the Message-ID that the engine makes', () => {
    expect(journeyOf(messageIdOf(id, 'hello', 1, 'mail.example'))).toBe(id);
    expect(journeyOf(messageIdOf(id, 'hello', 1, 'mail.example').replace(/[<>]/g, ''))).toBe(id);
  });

  test.each([null, '', '<CAF=x9@mail.example>', '<01m85efc16.abc@mail.example>'])('is none in %j', (messageId) => {
    expect(journeyOf(messageId)).toBeNull();
  });
});
