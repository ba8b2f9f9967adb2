import { expect, test } from 'vitest';
import { fuzzTemplates } from './fuzz/templates.js';

test('made-up templates with hostile values end in a mail or in a reason, are the same twice, and touch nothing else', async () => {
  const { faults, refused, rendered, heldBack } = await fuzzTemplates(2000, 1);
  expect(faults).toEqual([]);
  expect(refused + rendered + heldBack).toBe(2000);
  // The check bites, and what it takes is really rendered.
  for (const fate of [refused, rendered, heldBack]) expect(fate).toBeGreaterThan(100);
});
