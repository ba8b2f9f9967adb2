import { describe, expect, test } from 'vitest';
import { openCases } from '../../../src/domain/records/open-cases.js';

const opened = (at: number, subject: string, number: string | null = null) => ({
  ...{ type: 'case.opened', at, subject, case: number },
});
const closed = (at: number, number: string | null = null) => ({
  ...{ type: 'case.closed', at, subject: null, case: number },
});
const subjects = (...events: Parameters<typeof openCases>[0]) => openCases(events).map(({ subject }) => subject);

describe('the open cases of a contact', () => {
  test('are those that were opened and not closed since', () => {
    expect(subjects(opened(1, 'leaks'), opened(2, 'invoice'))).toEqual(['leaks', 'invoice']);
    expect(openCases([opened(1, 'leaks'), closed(2), opened(3, 'leaks again')])).toEqual([
      { subject: 'leaks again', openedAt: 3 },
    ]);
  });

  test('by number, where the source names one', () => {
    expect(subjects(opened(1, 'leaks', 'C1'), opened(2, 'invoice', 'C2'), closed(3, 'C2'))).toEqual(['leaks']);
    expect(subjects(opened(1, 'leaks', 'C1'), opened(2, 'leaks', 'C1'), closed(3, 'C1'))).toEqual([]);
    expect(subjects(opened(1, 'leaks', 'C1'), closed(2, 'C9'))).toEqual(['leaks']);
  });

  test('without a number a closing ends the oldest, and one of nothing ends nothing', () => {
    expect(subjects(opened(1, 'leaks', 'C1'), opened(2, 'invoice'), closed(3))).toEqual(['invoice']);
    expect(subjects(opened(1, 'leaks'), opened(2, 'invoice', 'C2'), closed(3, 'C9'))).toEqual(['invoice']);
    expect(subjects(closed(1), opened(2, 'leaks'))).toEqual(['leaks']);
  });
});
