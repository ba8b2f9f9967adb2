import { useMemo } from 'react';
import type { Localised } from '../../api/contracts/common.js';
import type { board } from '../../api/contracts/overview.js';
import { useOne } from '../api/hooks.js';
import { localise } from '../texts/localised.js';
import { useLanguage } from '../texts/use-texts.js';

export interface StageName {
  readonly id: string;
  readonly label: string;
}

/** The stages of a definition's current version, in its order and in the person's language; none while not known. */
export function useStages(definition: string | null): readonly StageName[] {
  const { language } = useLanguage();
  const { data } = useOne<typeof board>(
    'GET /v1/board',
    { query: { definition: definition ?? '' } },
    // Its counts change all the time; its names only with the definition.
    { enabled: definition !== null && definition !== '', kinds: ['definition'] },
  );
  return useMemo(() => (data?.stages ?? []).map((each) => named(language, each)), [data, language]);
}

const named = (
  language: Parameters<typeof localise>[0],
  { stage, name }: { readonly stage: string; readonly name: Localised | null },
): StageName => ({ id: stage, label: localise(language, name, stage) });
