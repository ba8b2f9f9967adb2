import { describe, expect, test } from 'vitest';
import { deskKey, type FocusOn, type Pressed } from '../../../src/web/tasks/keys.js';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...more,
});

describe('a key of the desk', () => {
  test.each([
    ['j', { type: 'move', step: 1 }],
    ['ArrowUp', { type: 'move', step: -1 }],
    ['1', { type: 'outcome', index: 0 }],
    ['9', { type: 'outcome', index: 8 }],
    ['n', { type: 'note' }],
    ['?', { type: 'help' }],
    ['Escape', { type: 'leave' }],
    ['Enter', { type: 'open' }],
    ['0', null],
    ['x', null],
  ])('%s does %j', (key, does) => {
    expect(deskKey(press(key), 'nothing')).toEqual(does);
  });

  test.each<FocusOn>(['typing', 'overlay'])('does nothing while the focus is on %s', (focus) => {
    for (const key of ['j', '1', '?', 'Enter', 'Escape', 'n']) expect(deskKey(press(key), focus)).toBeNull();
  });

  test('leaves the keys of the browser alone', () => {
    expect(deskKey(press('1', { ctrlKey: true }), 'nothing')).toBeNull();
    expect(deskKey(press('ArrowUp', { altKey: true }), 'nothing')).toBeNull();
    expect(deskKey(press('j', { metaKey: true }), 'nothing')).toBeNull();
  });

  test('that is held down moves on, and chooses no outcome again', () => {
    expect(deskKey(press('j', { repeat: true }), 'nothing')).not.toBeNull();
    expect(deskKey(press('1', { repeat: true }), 'nothing')).toBeNull();
  });

  test('leaves Enter to the button that has the focus', () => {
    expect(deskKey(press('Enter'), 'control')).toBeNull();
    expect(deskKey(press('2'), 'control')).toEqual({ type: 'outcome', index: 1 });
  });
});
