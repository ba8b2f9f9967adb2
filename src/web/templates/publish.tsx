import { useState } from 'react';
import type { publishTemplate } from '../../api/contracts/templates.js';
import { useAct } from '../api/hooks.js';
import { isProblem } from '../api/problem.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { useTexts } from '../texts/use-texts.js';
import { templatesTexts } from './texts.js';

interface PublishProps {
  readonly file: string;
  readonly source: string;
  /** The version it was written against. */
  readonly from: number;
  readonly isNew: boolean;
  readonly onDone: (version: number) => void;
  /** It was refused, perhaps because somebody published in between. */
  readonly onOthers: () => void;
  readonly onClose: () => void;
}

type Policy = 'pin' | 'follow';

/** Asks for a publish: who gets which text is said before. */
export function Publish({ file, source, from, isNew, onDone, onOthers, onClose }: PublishProps) {
  const t = useTexts(templatesTexts);
  const [policy, setPolicy] = useState<Policy>('pin');
  const publish = useAct<typeof publishTemplate>('POST /v1/templates/publish');
  const run = async (note: string, key: string) => {
    const body = { file, source, expectedVersion: from, policy, ...(note === '' ? {} : { note }) };
    try {
      const { version } = await publish.run({ body }, key);
      onDone(version);
    } catch (error) {
      if (isProblem(error)) onOthers();
      throw error;
    }
  };
  return (
    <ActDialog
      title={t.publishTitle(file)}
      effect={isNew ? t.publishNewEffect : t.publishEffect(from + 1)}
      confirm={t.publish}
      done={t.publishDone}
      reason="optional"
      run={run}
      onClose={onClose}
    >
      <Select<Policy>
        label={t.policy}
        options={[
          { id: 'pin', label: t.pin },
          { id: 'follow', label: t.follow },
        ]}
        value={policy}
        onChange={setPolicy}
      />
      <p className="ft-soft ft-small">{policy === 'pin' ? t.pinHelp : t.followHelp}</p>
    </ActDialog>
  );
}
