import { Select } from '../kit/select.js';
import { useTexts } from '../texts/use-texts.js';
import { definitionsTexts } from './texts.js';

export interface VersionChoiceProps {
  readonly version: number;
  /** The versions there are, newest first. */
  readonly numbers: readonly number[];
  readonly onVersion: (version: number) => void;
}

/** Which version is shown. One that a link names is offered, even if it is older than those listed. */
export function VersionChoice({ version, numbers, onVersion }: VersionChoiceProps) {
  const t = useTexts(definitionsTexts);
  const all = numbers.includes(version) ? numbers : [...numbers, version];
  return (
    <Select
      className="def-version-choice"
      label={t.version}
      options={all.map((number) => ({ id: String(number), label: t.versionNumber(number) }))}
      value={String(version)}
      onChange={(id) => onVersion(Number(id))}
    />
  );
}
