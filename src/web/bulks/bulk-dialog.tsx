import { useState } from 'react';
import { useLocation } from 'wouter';
import type { BulkFilter, BulkPreview, createBulk, previewBulk } from '../../api/contracts/bulks.js';
import { useAct, useOne } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { useStages } from '../journeys/stages.js';
import { ActDialog } from '../kit/act-dialog.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { mayWork } from '../tasks/whose.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { type Choice, commandOf, FIRST_CHOICE, kindsFor, rateOf } from './choice.js';
import { bulkTexts } from './texts.js';

interface BulkDialogProps {
  readonly filter: BulkFilter;
  readonly onClose: () => void;
}

/** Shows whom a command would be for, asks which and why, and begins it: for exactly as many as were shown. */
export function BulkDialog({ filter, onClose }: BulkDialogProps) {
  const t = useTexts(bulkTexts);
  const [, navigate] = useLocation();
  const [choice, setChoice] = useState(FIRST_CHOICE);
  // The number that is confirmed must not change under the person's eyes.
  const preview = useOne<typeof previewBulk>('POST /v1/bulks/preview', { body: { filter } }, { kinds: [] });
  const act = useAct<typeof createBulk>('POST /v1/bulks', { changes: ['journey'] });
  const command = commandOf(choice);
  const count = preview.data?.count ?? 0;
  const fault = typeof command === 'string' ? t[command] : count === 0 ? t.nobody : null;

  const run = async (reason: string, key: string) => {
    if (typeof command === 'string') return;
    const body = { command, filter, expect: count, reason, ratePerMinute: rateOf(choice) ?? 1 };
    try {
      const bulk = await act.run({ body }, key);
      navigate(`/bulks/${bulk.id}`);
    } catch (error) {
      preview.refetch();
      throw error;
    }
  };

  return (
    <ActDialog
      title={t.dialogTitle}
      effect={
        <div className="ft-stack">
          <p>{filter.ids === undefined ? t.forFilter : t.forChosen}</p>
          {preview.data === undefined && preview.error === null && <p className="ft-soft">{t.looking}</p>}
          {preview.error !== null && <ProblemNote error={preview.error} />}
          {preview.data !== undefined && <Preview preview={preview.data} />}
          <p>{t.effect}</p>
        </div>
      }
      confirm={t.confirm(count)}
      done={t.made}
      danger={choice.kind === 'exit'}
      missing={fault}
      onClose={onClose}
      run={run}
    >
      <Command choice={choice} onChange={setChoice} preview={preview.data} />
      <TextField
        label={t.rate}
        help={t.rateHelp}
        value={choice.rate}
        onChange={(rate) => setChoice({ ...choice, rate })}
        maxLength={4}
        isRequired
      />
    </ActDialog>
  );
}

const MOST_GROUPS = 6;

function Preview({ preview: { count, over, groups } }: { readonly preview: BulkPreview }) {
  const t = useTexts(bulkTexts);
  const { language } = useLanguage();
  const words = useWords();
  return (
    <div role="status">
      <p>
        <strong>{t.count(count)}</strong>
      </p>
      <ul className="bulks-groups">
        {groups.slice(0, MOST_GROUPS).map((group) => (
          <li key={`${group.definitionId} ${group.definitionVersion} ${group.stage}`}>
            {t.inStage(
              group.count,
              localise(language, group.definitionName, group.definitionId),
              group.definitionVersion,
              group.stage === null ? t.notBegun : localise(language, group.stageName, words.stage(group.stage)),
            )}
          </li>
        ))}
        {groups.length > MOST_GROUPS && <li>{t.moreGroups(groups.length - MOST_GROUPS)}</li>}
      </ul>
      {over > 0 && <p className="ft-soft">{t.over(over)}</p>}
    </div>
  );
}

interface CommandProps {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
  readonly preview: BulkPreview | undefined;
}

/** The command, and what it needs beside. */
function Command({ choice, onChange, preview }: CommandProps) {
  const t = useTexts(bulkTexts);
  const me = useMe();
  const kinds = kindsFor(me.role).map((id) => ({ id, label: t[id] }));
  return (
    <>
      <Select
        label={t.command}
        options={kinds}
        value={choice.kind}
        onChange={(kind) => onChange({ ...choice, kind })}
        isRequired
      />
      {choice.kind === 'resume' && <Missed choice={choice} onChange={onChange} />}
      {choice.kind === 'exit' && (
        <TextField
          label={t.outcome}
          help={t.outcomeHelp}
          value={choice.outcome}
          onChange={(outcome) => onChange({ ...choice, outcome })}
          maxLength={100}
          isRequired
        />
      )}
      {choice.kind === 'move' && <Stage choice={choice} onChange={onChange} preview={preview} />}
      {choice.kind === 'reassign' && <Owner choice={choice} onChange={onChange} />}
    </>
  );
}

function Missed({ choice, onChange }: Omit<CommandProps, 'preview'>) {
  const t = useTexts(bulkTexts);
  const options = [
    { id: 'now', label: t.missedNow },
    { id: 'spread', label: t.missedSpread },
    { id: 'skip', label: t.missedSkip },
  ] as const;
  return (
    <Select
      label={t.missed}
      options={options}
      value={choice.missed}
      onChange={(missed) => onChange({ ...choice, missed })}
      isRequired
    />
  );
}

/** Of one definition its stages; of several, which may share some, the id as it is written there. */
function Stage({ choice, onChange, preview }: CommandProps) {
  const t = useTexts(bulkTexts);
  const definitions = [...new Set(preview?.groups.map(({ definitionId }) => definitionId))];
  const stages = useStages(definitions.length === 1 ? (definitions[0] ?? null) : null);
  if (stages.length > 0)
    return (
      <Select
        label={t.stage}
        options={stages}
        value={choice.stage === '' ? null : choice.stage}
        onChange={(stage) => onChange({ ...choice, stage })}
        isRequired
      />
    );
  return (
    <TextField
      label={t.stage}
      help={t.stageHelp}
      value={choice.stage}
      onChange={(stage) => onChange({ ...choice, stage })}
      maxLength={100}
      isRequired
    />
  );
}

function Owner({ choice, onChange }: Omit<CommandProps, 'preview'>) {
  const t = useTexts(bulkTexts);
  const people = usePeople();
  const options = people.all
    .filter(({ active, role }) => active && mayWork(role))
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <Select
      label={t.owner}
      options={options}
      value={choice.ownerId}
      onChange={(ownerId) => onChange({ ...choice, ownerId })}
      isRequired
    />
  );
}
