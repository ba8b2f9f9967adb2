import { useState } from 'react';
import type { getBulk } from '../../api/contracts/bulks.js';
import type { definitionPeople, getDefinitionVersion, VersionPeople } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Code } from '../kit/code.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Loaded } from '../kit/states.js';
import { Badge } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { definitionHref, peopleHref } from './address.js';
import { impactTexts } from './impact-texts.js';
import { isGoneThrough } from './kind.js';
import { Publish } from './publish.js';
import { definitionsTexts } from './texts.js';

/** Steps of a version that are shown; the others are few people's. */
const MOST_STEPS = 12;

/** The versions, newest first, with who is in each and where they wait. */
export function Versions({ id, kind }: { readonly id: string; readonly kind: string }) {
  const people = useOne<typeof definitionPeople>(
    'GET /v1/definitions/:id/people',
    { params: { id } },
    { kinds: ['definition', 'journey'] },
  );
  return (
    <Loaded of={people} lines={6}>
      {({ versions }) => (
        <div className="ft-stack">
          {versions.map((version) => (
            <Version
              key={version.version}
              id={id}
              kind={kind}
              version={version}
              isFirst={version === versions.at(-1)}
            />
          ))}
        </div>
      )}
    </Loaded>
  );
}

interface VersionProps {
  readonly id: string;
  readonly kind: string;
  readonly version: VersionPeople;
  /** Whether there is none before it. */
  readonly isFirst: boolean;
}

function Version({ id, kind, version, isFirst }: VersionProps) {
  const t = useTexts(definitionsTexts);
  const formats = useFormats();
  const at = (tab: 'text' | 'changes') =>
    `${definitionHref(id)}?tab=${tab}${version.current ? '' : `&version=${version.version}`}`;
  return (
    <Card
      title={t.versionNumber(version.version)}
      aside={
        <span className="ft-line ft-small">
          {version.current && <Badge tone="good">{t.current}</Badge>}
          <Link href={at('text')}>
            {t.readText}
            <span className="ft-hidden"> {t.versionNumber(version.version)}</span>
          </Link>
          {!isFirst && (
            <Link href={at('changes')}>
              {t.seeChanges}
              <span className="ft-hidden"> {t.versionNumber(version.version)}</span>
            </Link>
          )}
          {!version.current && <Rollback id={id} kind={kind} version={version.version} />}
        </span>
      }
    >
      <p className="def-facts ft-soft ft-small">
        <Instant at={version.publishedAt} style="full" />
        <span lang={version.publishedByName === null ? 'zxx' : undefined}>
          {version.publishedByName ?? version.publishedBy}
        </span>
      </p>
      {version.note !== null && version.note !== '' && <blockquote className="def-note">{version.note}</blockquote>}
      {version.policy !== 'pin' && <Moves policy={version.policy} bulkId={version.bulkId} />}
      <p className="def-counts">
        {version.open > 0 ? (
          <>
            <strong>{t.openCount(version.open)}</strong>
            <Link href={peopleHref(id, version.version)}>
              {t.showPeople}
              <span className="ft-hidden"> {t.versionNumber(version.version)}</span>
            </Link>
          </>
        ) : (
          <span className="ft-soft">{version.ended === 0 ? t.nobodyEver : t.nobody}</span>
        )}
        {version.ended > 0 && <span className="ft-soft">{t.endedCount(version.ended)}</span>}
      </p>
      {version.open > 0 && <Steps steps={version.steps} number={formats.number} />}
    </Card>
  );
}

/** What became of those who were in flight when it was published, and how far that is. */
function Moves({ policy, bulkId }: Pick<VersionPeople, 'policy' | 'bulkId'>) {
  const t = useTexts(impactTexts);
  const { data } = useOne<typeof getBulk>(
    'GET /v1/bulks/:id',
    { params: { id: bulkId ?? '' } },
    { enabled: bulkId !== null, kinds: ['journey', 'definition'], everyMs: 5_000 },
  );
  return (
    <p className="def-facts ft-small">
      <span>{t.policyWas(t[policy])}</span>
      {data !== undefined && (
        <>
          <span>{t.progress(data.done, data.total)}</span>
          {data.refused > 0 && <span>{t.refused(data.refused)}</span>}
          {data.failed > 0 && <span>{t.failed(data.failed)}</span>}
          {data.state === 'aborted' && <span>{t.stopped}</span>}
        </>
      )}
    </p>
  );
}

interface RollbackProps {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
}

/** For operations: an earlier version's text is published again, and takes those in flight back. */
function Rollback({ id, kind, version }: RollbackProps) {
  const t = useTexts(impactTexts);
  const words = useTexts(definitionsTexts);
  const { role } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useOne<typeof getDefinitionVersion>(
    'GET /v1/definitions/:id/versions/:version',
    { params: { id, version } },
    { enabled: isOpen },
  );
  if (role !== 'ops') return null;
  return (
    <>
      <Button look="quiet" onPress={() => setIsOpen(true)}>
        {t.rollback}
        <span className="ft-hidden"> {words.versionNumber(version)}</span>
      </Button>
      {isOpen && data !== undefined && (
        <Publish
          title={t.rollbackTitle(version, id)}
          effect={t.rollbackEffect}
          text={data.text}
          file={`${id}.yaml`}
          moves={isGoneThrough(kind)}
          startsWith="follow"
          note={t.rollbackNote(version)}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

interface StepsProps {
  readonly steps: VersionPeople['steps'];
  readonly number: (n: number) => string;
}

function Steps({ steps, number }: StepsProps) {
  const t = useTexts(definitionsTexts);
  if (steps.length === 0) return <p className="ft-soft ft-small">{t.waitsNowhere}</p>;
  const most = Math.max(...steps.map(({ waiting }) => waiting));
  const shown = steps.slice(0, MOST_STEPS);
  return (
    <>
      <h3 className="def-steps-title">{t.waitsAt}</h3>
      <ul className="def-steps">
        {shown.map(({ step, waiting }) => (
          <li key={step} className="def-step">
            <Code>{step}</Code>
            <span className="def-bar" aria-hidden="true">
              <span style={{ inlineSize: `${Math.max(2, Math.round((100 * waiting) / most))}%` }} />
            </span>
            <span className="def-step-count">{number(waiting)}</span>
          </li>
        ))}
      </ul>
      <p className="ft-soft ft-small">
        {steps.length > shown.length && `${t.moreSteps(steps.length - shown.length)} · `}
        {t.twoTracks}
      </p>
    </>
  );
}
