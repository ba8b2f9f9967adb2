import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { CampaignFileView, listCampaignFiles, putCampaignFile } from '../../api/contracts/campaigns.js';
import { ask } from '../api/ask.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { ProblemNote } from '../kit/problem-note.js';
import { toast } from '../kit/toast.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { FileLines } from './file-lines.js';
import { wizardTexts } from './wizard-texts.js';

const LARGEST_BYTES = 128 * 1024 * 1024;
const LONGEST_NAME = 100;
/** A million lines take their time. */
const PATIENCE_MS = 180_000;
const READING_MS = 1_000;

interface FileProps {
  readonly id: string;
  /** As the campaign names it; empty: none was brought. */
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly error: string | undefined;
}

/** A list of people for a campaign: brought, and what became of its lines. */
export function AudienceFile({ id, name, onName, error }: FileProps) {
  const t = useTexts(wizardTexts);
  const [isUploading, setUploading] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [isReading, setReading] = useState(false);
  const files = useOne<typeof listCampaignFiles>(
    'GET /v1/campaigns/:id/files',
    { params: { id } },
    isReading ? { everyMs: READING_MS } : {},
  );
  const found = files.data?.files.find((file) => file.name === name);
  if ((found?.state === 'reading') !== isReading) setReading(found?.state === 'reading');

  const upload = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > LARGEST_BYTES) return toast(t.tooLarge);
    const brought = nameOf(file.name);
    setUploading(true);
    setProblem(null);
    try {
      await ask<typeof putCampaignFile>(
        'POST /v1/campaigns/:id/files/:file',
        { params: { id, file: brought }, body: file },
        { contentType: 'text/csv', patienceMs: PATIENCE_MS },
      );
      onName(brought);
      files.refetch();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setUploading(false);
    }
  };
  return (
    <section className="camp-count ft-stack" aria-label={t.list}>
      <div className="ft-line">
        <FileTrigger acceptedFileTypes={['.csv', '.txt']} onSelect={(chosen) => void upload(chosen?.[0])}>
          <Button isDisabled={isUploading}>{name === '' ? t.upload : t.uploadAgain}</Button>
        </FileTrigger>
        {name !== '' && <strong lang="zxx">{name}</strong>}
        {isUploading && <span role="status">{t.uploading}</span>}
      </div>
      <p className="ft-help">{t.uploadHelp}</p>
      {error !== undefined && <p className="ft-error">{error}</p>}
      {problem !== null && <ProblemNote error={problem} sent />}
      {found !== undefined && <Became id={id} file={found} />}
    </section>
  );
}

const nameOf = (path: string): string =>
  path
    .replaceAll(/[\p{Cc}/\\]/gu, '-')
    .slice(-LONGEST_NAME)
    .trim();

const COUNTS = [
  ['found', 'found'],
  ['duplicate', 'duplicates'],
  ['stranger', 'strangers'],
  ['broken', 'broken'],
] as const;

/** What became of the lines; each count opens them. */
function Became({ id, file }: { readonly id: string; readonly file: CampaignFileView }) {
  const t = useTexts(wizardTexts);
  const formats = useFormats();
  const [shown, show] = useState<(typeof COUNTS)[number][0] | null>(null);
  return (
    <>
      <p role="status" className="camp-number">
        {file.state === 'reading' ? t.uploading : t.uploaded(formats.number(file.lines))}
      </p>
      <ul className="camp-terms">
        {COUNTS.map(([became, key]) => (
          <li key={became}>
            <Button
              look="quiet"
              isDisabled={file[key] === 0}
              aria-expanded={shown === became}
              onPress={() => show(shown === became ? null : became)}
            >
              <strong>{formats.number(file[key])}</strong> {t[became]}
            </Button>
          </li>
        ))}
      </ul>
      {shown !== null && <FileLines id={id} name={file.name} became={shown} />}
    </>
  );
}
