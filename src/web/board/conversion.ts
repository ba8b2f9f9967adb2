import type { BoardStage } from '../../api/contracts/overview.js';

/* How much a stage's conversion says. Pure. */

/** A share of fewer journeys than this is a matter of luck: the counts are said instead. */
const ENOUGH = 20;

export type Conversion =
  | { readonly type: 'end' }
  | { readonly type: 'nobody' }
  | { readonly type: 'few'; readonly went: number; readonly of: number }
  | { readonly type: 'share'; readonly share: number; readonly went: number; readonly of: number };

/** What to say of how many went on from a stage. A last stage leads nowhere, so nobody can. */
export function conversionOf(
  stage: Pick<BoardStage, 'final' | 'conversion' | 'visitors'>,
  isLast: boolean,
): Conversion {
  if (stage.final || isLast) return { type: 'end' };
  const { visitors, conversion } = stage;
  if (conversion === null || visitors === 0) return { type: 'nobody' };
  const went = Math.round(conversion * visitors);
  return visitors < ENOUGH
    ? { type: 'few', went, of: visitors }
    : { type: 'share', share: conversion, went, of: visitors };
}
