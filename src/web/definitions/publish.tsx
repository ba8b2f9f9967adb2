import { type ReactNode, useState } from 'react';
import type { publishDefinition } from '../../api/contracts/definitions.js';
import type { Policy } from '../../api/contracts/versions.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Select } from '../kit/select.js';
import { useTexts } from '../texts/use-texts.js';
import { Impact } from './impact.js';
import { type ImpactTexts, impactTexts } from './impact-texts.js';
import { definitionsTexts } from './texts.js';
import { type ChosenMap, useImpact } from './use-impact.js';

export interface PublishProps {
  readonly title: string;
  readonly effect: string;
  readonly text: string;
  readonly file: string;
  /** Whether anybody can be in flight in it: it is published already, and people go through it. */
  readonly moves: boolean;
  readonly startsWith?: Policy;
  /** Kept with the version where nothing else is said. */
  readonly note?: string;
  readonly children?: ReactNode;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks for a publish: what becomes of those in flight is said, counted, and only then done. */
export function Publish(props: PublishProps) {
  const { title, effect, text, file, moves, startsWith = 'pin', note: usual = '', children, onDone, onClose } = props;
  const t = useTexts(definitionsTexts);
  const words = useTexts(impactTexts);
  const [policy, setPolicy] = useState<Policy>(moves ? startsWith : 'pin');
  const [map, setMap] = useState<ChosenMap>({ steps: {}, stages: {} });
  const { impact, shown, error } = useImpact(text, file, policy, map);
  const publish = useAct<typeof publishDefinition>('POST /v1/definitions', { changes: ['definition', 'journey'] });
  const run = async (said: string, key: string) => {
    const note = said === '' ? usual : said;
    const move = policy === 'pin' ? {} : { policy, map, ...(impact?.token == null ? {} : { token: impact.token }) };
    await publish.run({ body: { text, file, ...(note === '' ? {} : { note }), ...move } }, key);
    onDone?.();
  };
  return (
    <ActDialog
      title={title}
      effect={effect}
      confirm={t.publish}
      done={t.publishDone}
      reason="optional"
      missing={missingOf(words, policy, impact)}
      run={run}
      onClose={onClose}
    >
      {children}
      {moves && (
        <>
          <Select
            label={words.policy}
            options={[
              { id: 'pin', label: words.pin },
              { id: 'follow', label: words.follow },
              { id: 'migrate', label: words.migrate },
            ]}
            value={policy}
            onChange={setPolicy}
          />
          <p className="ft-soft ft-small">{words[`${policy}Help`]}</p>
        </>
      )}
      {policy !== 'pin' && error !== null && <ProblemNote error={error} />}
      {policy !== 'pin' && error === null && shown === null && <p className="ft-soft">{words.loading}</p>}
      {policy !== 'pin' && shown !== null && (
        <Impact impact={shown} asks={policy === 'migrate'} map={map} onMap={setMap} />
      )}
    </ActDialog>
  );
}

function missingOf(words: ImpactTexts, policy: Policy, impact: ReturnType<typeof useImpact>['impact']): string | null {
  if (policy === 'pin') return null;
  if (impact === null) return words.waiting;
  return policy === 'migrate' && impact.unmapped.length > 0 ? words.missing : null;
}
