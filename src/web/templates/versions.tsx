import { useState } from 'react';
import type { getTemplateFile, listTemplateVersions, TemplateVersionView } from '../../api/contracts/templates.js';
import { ask } from '../api/ask.js';
import { useList, useOne } from '../api/hooks.js';
import { Diff } from '../definitions/diff.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Person } from '../kit/person.js';
import { Select } from '../kit/select.js';
import { ErrorState, Loading } from '../kit/states.js';
import { Badge } from '../kit/status.js';
import { toast } from '../kit/toast.js';
import { useTexts } from '../texts/use-texts.js';
import { templatesTexts } from './texts.js';

interface VersionsProps {
  readonly file: string;
  readonly isNew: boolean;
  /** What is being written; null: nothing but what is published. */
  readonly draft: string | null;
  /** Takes the text of a version to write on; null: this person may not write. */
  readonly onWrite: ((source: string) => void) | null;
}

/** The versions of a file, newest first, and what differs between two of them. */
export function Versions({ file, isNew, draft, onWrite }: VersionsProps) {
  const t = useTexts(templatesTexts);
  const list = useList<typeof listTemplateVersions>(
    'GET /v1/templates/versions',
    { query: { file } },
    { enabled: !isNew },
  );
  if (isNew) return <p className="ft-soft">{t.neverPublished}</p>;
  if (list.error != null && list.rows.length === 0) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <Loading lines={6} />;
  return (
    <div className="ft-stack">
      <Compare key={`${list.rows[0]?.version} ${draft === null}`} file={file} versions={list.rows} draft={draft} />
      {list.rows.map((version) => (
        <Version key={version.version} version={version} onWrite={onWrite} />
      ))}
      {list.hasMore && <Button onPress={list.fetchMore}>{t.older}</Button>}
    </div>
  );
}

interface VersionProps {
  readonly version: TemplateVersionView;
  readonly onWrite: VersionsProps['onWrite'];
}

function Version({
  version: { file, version, policy, note, publishedAt, publishedBy, current },
  onWrite,
}: VersionProps) {
  const t = useTexts(templatesTexts);
  const open = () =>
    ask<typeof getTemplateFile>('GET /v1/templates/file', { query: { file, version } }).then(
      ({ source }) => {
        onWrite?.(source);
        toast(t.opened(version));
      },
      () => toast(t.openFailed),
    );
  return (
    <Card
      title={version === 0 ? t.asShipped : t.versionNumber(version)}
      aside={
        <span className="ft-line ft-small">
          {current && <Badge tone="good">{t.current}</Badge>}
          {!current && onWrite !== null && (
            <Button look="quiet" onPress={() => void open()}>
              {t.openToPublish}
              <span className="ft-hidden"> {t.versionNumber(version)}</span>
            </Button>
          )}
        </span>
      }
    >
      {publishedAt === null ? (
        <p className="ft-soft">{t.asShippedHelp}</p>
      ) : (
        <p className="ft-line">
          <Instant at={publishedAt} /> <Person id={publishedBy} />
          {policy !== null && <Badge>{policy === 'pin' ? t.pinned : t.followed}</Badge>}
        </p>
      )}
      {note !== null && note !== '' && <p className="def-note">{note}</p>}
    </Card>
  );
}

const DRAFT = 'draft';

interface CompareProps {
  readonly file: string;
  readonly versions: readonly TemplateVersionView[];
  readonly draft: string | null;
}

/** Any two versions, or one and what is being written. */
function Compare({ file, versions, draft }: CompareProps) {
  const t = useTexts(templatesTexts);
  const newest = String(versions[0]?.version ?? 0);
  const [after, setAfter] = useState(draft === null ? newest : DRAFT);
  const [before, setBefore] = useState(draft === null ? String(versions[1]?.version ?? newest) : newest);
  const name = (version: number) => (version === 0 ? t.asShipped : t.versionNumber(version));
  const options = versions.map(({ version }) => ({ id: String(version), label: name(version) }));
  if (draft === null && versions.length < 2) return <p className="ft-soft">{t.oneVersion}</p>;
  return (
    <section className="ft-stack" aria-label={t.compare}>
      <div className="def-bar-line">
        <Select label={t.before} options={options} value={before} onChange={setBefore} />
        <Select
          label={t.after}
          options={draft === null ? options : [{ id: DRAFT, label: t.whatYouWrite }, ...options]}
          value={after}
          onChange={setAfter}
        />
      </div>
      <Difference
        file={file}
        before={Number(before)}
        after={after === DRAFT ? null : Number(after)}
        draft={draft ?? ''}
      />
    </section>
  );
}

interface DifferenceProps {
  readonly file: string;
  readonly before: number;
  /** null: what is being written. */
  readonly after: number | null;
  readonly draft: string;
}

function Difference({ file, before, after, draft }: DifferenceProps) {
  const at = (version: number) => ({ query: { file, version } });
  const old = useOne<typeof getTemplateFile>('GET /v1/templates/file', at(before));
  const next = useOne<typeof getTemplateFile>('GET /v1/templates/file', at(after ?? 0), { enabled: after !== null });
  const error = old.error ?? (after === null ? null : next.error);
  const text = after === null ? draft : next.data?.source;
  if (old.data !== undefined && text !== undefined) return <Diff before={old.data.source} after={text} />;
  if (error == null) return <Loading lines={6} />;
  const again = () => {
    old.refetch();
    next.refetch();
  };
  return <ErrorState error={error} onRetry={again} />;
}
