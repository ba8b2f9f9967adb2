import { expect, test } from 'vitest';
import { stableId } from '../../src/domain/ids.js';
import { stableFraction } from '../../src/domain/stable-hash.js';

// Whoever is in a split's arm stays there: these numbers must be the same in every version.
test.each([
  ['', 0.37069325695158317],
  ['a', 0.8803288988526959],
  ['con_1/welcome', 0.4779977172201111],
  ['客户', 0.40706849383227695],
])('the number of "%s" is the same for ever', (text, fraction) => expect(stableFraction(text)).toBe(fraction));

test('the id of a time and a text is the same for ever', () => {
  expect(stableId('task', Date.parse('2027-01-04T09:00:00.123Z'), 'con_1/call')).toBe('tsk_01mbfytjqvvbn4drar7kxk1s27');
});
