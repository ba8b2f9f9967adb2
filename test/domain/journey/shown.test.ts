import { describe, expect, test } from 'vitest';
import {
  ATTRIBUTE_NUMBERS,
  addAttributesCommand,
  missingAttributes,
  SEARCH_ATTRIBUTES,
} from '../../../src/domain/journey/search-attributes.js';
import { type ShownQuestion, shownOf } from '../../../src/domain/journey/shown.js';
import { aDefinition, at, Walk } from '../../support/walk.js';

const NAPS = aDefinition(`
kind: journey
id: naps
name: Naps
enter: { on: lead.created }
steps:
  - id: nap
    wait: 90 days
  - end: done
`);

function aQuestion(changes: Partial<ShownQuestion> = {}): ShownQuestion {
  const { state } = new Walk(NAPS, '2027-01-04T09:00:00Z').start();
  if (state === null) throw new Error('expected a state');
  return {
    definitionId: 'naps',
    definitionVersion: 2,
    ownerId: 'usr_1',
    state,
    dueAt: at('2027-04-04T09:00:00Z'),
    sleeps: true,
    attributes: true,
    ...changes,
  };
}

function shown(changes: Partial<ShownQuestion> = {}) {
  const { keywords, instants } = shownOf(aQuestion(changes));
  return { ...keywords, ...instants };
}

describe('what Temporal’s UI shows of a journey', () => {
  test('is its definition, stage, phase and owner, and of a sleeping one what is next and when', () => {
    expect(shown()).toEqual({
      FtDefinition: 'naps v2',
      FtStage: 'main',
      FtPhase: 'active',
      FtOwner: 'usr_1',
      FtNext: 'nap: timer',
      FtNextAt: at('2027-04-04T09:00:00Z'),
    });
    expect(shown({ sleeps: false })).toMatchObject({ FtNext: null, FtNextAt: null });
    expect(shownOf(aQuestion()).next).toBe('waits for nap: timer, until 2027-04-04T09:00:00Z at the latest');
  });

  test('has every attribute that a namespace is asked for, and none in one that lacks them', () => {
    expect(Object.keys(shown())).toEqual(Object.keys(SEARCH_ATTRIBUTES));
    expect(shown({ attributes: false })).toEqual({});
  });

  test('names no instant where nothing is due, and none of a journey that is over', () => {
    expect(shownOf(aQuestion({ dueAt: null })).next).toBe('waits for nap: timer');
    const { state } = aQuestion();
    expect(shownOf(aQuestion({ state: { ...state, phase: { type: 'ended', outcome: 'done' } } })).next).toBe('ended');
  });

  test('says what holds a journey', () => {
    const { state } = aQuestion();
    expect(shown({ state: { ...state, phase: { type: 'held', code: 'planner-defect' } } })).toMatchObject({
      FtPhase: 'held: planner-defect',
    });
  });
});

describe('the search attributes of a namespace', () => {
  const all = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, ATTRIBUTE_NUMBERS[type]]),
  );

  test('are missing where they are not, or of another type; the command that makes them names those', () => {
    expect(missingAttributes({ ...all, Others: 1 })).toEqual([]);
    expect(missingAttributes({ ...all, FtOwner: ATTRIBUTE_NUMBERS.Datetime })).toEqual(['FtOwner']);
    expect(missingAttributes(null)).toEqual(Object.keys(SEARCH_ATTRIBUTES));
    expect(addAttributesCommand('sales', ['FtOwner', 'FtNextAt'])).toBe(
      'temporal operator search-attribute create --namespace sales --name FtOwner --type Keyword --name FtNextAt --type Datetime',
    );
  });
});
