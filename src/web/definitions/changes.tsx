import type { getDefinitionVersion } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { ErrorState, Loading } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { Diff } from './diff.js';
import { definitionsTexts } from './texts.js';
import { VersionChoice, type VersionChoiceProps } from './version-choice.js';

/** What a version changed in the one before it. */
export function Changes({ id, ...choice }: VersionChoiceProps & { readonly id: string }) {
  const t = useTexts(definitionsTexts);
  const { version } = choice;
  return (
    <div className="ft-stack">
      <div className="def-bar-line">
        <VersionChoice {...choice} />
        {version > 1 && <span className="ft-soft">{t.changesOf(version - 1, version)}</span>}
      </div>
      {version === 1 ? <p>{t.changesFirst}</p> : <Difference key={version} id={id} version={version} />}
    </div>
  );
}

function Difference({ id, version }: { readonly id: string; readonly version: number }) {
  const operation = 'GET /v1/definitions/:id/versions/:version';
  const before = useOne<typeof getDefinitionVersion>(operation, { params: { id, version: version - 1 } });
  const after = useOne<typeof getDefinitionVersion>(operation, { params: { id, version } });
  const error = before.error ?? after.error;
  if ((before.data === undefined || after.data === undefined) && error != null) {
    const again = () => {
      before.refetch();
      after.refetch();
    };
    return <ErrorState error={error} onRetry={again} />;
  }
  if (before.data === undefined || after.data === undefined) return <Loading lines={12} />;
  return <Diff before={before.data.text} after={after.data.text} />;
}
