import { useMemo } from 'react';
import type { definitionGraph, definitionPeople } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { Loaded } from '../kit/states.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { type Counts, Picture } from './picture.js';
import { definitionsTexts } from './texts.js';
import { VersionChoice, type VersionChoiceProps } from './version-choice.js';

/** The picture of a version, with how many people wait at each step now. */
export function VersionPicture({ id, ...choice }: VersionChoiceProps & { readonly id: string }) {
  const { version } = choice;
  const t = useTexts(definitionsTexts);
  const { language } = useLanguage();
  const graph = useOne<typeof definitionGraph>('GET /v1/definitions/:id/versions/:version/graph', {
    params: { id, version },
    query: { language, styled: 'false' },
  });
  const people = useOne<typeof definitionPeople>(
    'GET /v1/definitions/:id/people',
    { params: { id } },
    { kinds: ['definition', 'journey'] },
  );
  const counts: Counts = useMemo(() => {
    const own = people.data?.versions.find((each) => each.version === version);
    return new Map(own?.steps.map(({ step, waiting }) => [step, waiting]));
  }, [people.data, version]);
  return (
    <div className="ft-stack">
      <div className="def-bar-line">
        <VersionChoice {...choice} />
        <span className="ft-soft ft-small">{t.pictureCounts}</span>
      </div>
      <Loaded key={version} of={graph} lines={12}>
        {({ svg }) =>
          svg === null ? <p>{t.pictureNone}</p> : <Picture svg={svg} label={t.pictureOf(version)} counts={counts} />
        }
      </Loaded>
    </div>
  );
}
