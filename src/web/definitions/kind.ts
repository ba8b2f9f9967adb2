import type { definitionsTexts } from './texts.js';

type Words = (typeof definitionsTexts)['en'];

/** The kind of a definition in words; one of a newer server stands as it is. */
export function kindWords(words: Words, kind: string): string {
  switch (kind) {
    case 'journey':
      return words.kindJourney;
    case 'campaign':
      return words.kindCampaign;
    case 'segment':
      return words.kindSegment;
    case 'survey':
      return words.kindSurvey;
    case 'form':
      return words.kindForm;
    default:
      return kind;
  }
}

/** Whether people go through definitions of a kind, so that somebody can be in flight. */
export const isGoneThrough = (kind: string | null): boolean => kind === 'journey' || kind === 'campaign';
