import type { Localised } from '../../api/contracts/common.js';
import { localise } from '../texts/localised.js';
import { useLanguage } from '../texts/use-texts.js';

/** A stage by its name in the person's language; without a name by its id, which is in no language. */
export function StageName({ id, name }: { readonly id: string; readonly name: Localised | null }) {
  const { language } = useLanguage();
  return name === null ? <span lang="zxx">{id}</span> : localise(language, name, id);
}
