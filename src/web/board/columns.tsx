import type { JourneyView } from '../../api/contracts/journeys.js';
import type { BoardStage, BoardView } from '../../api/contracts/overview.js';
import { classes } from '../kit/classes.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { StageName } from '../kit/stage-name.js';
import { Status } from '../kit/status.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { journeysHref } from './address.js';
import { ConversionWords } from './conversion-words.js';
import { MedianWords } from './median-words.js';
import { boardTexts } from './texts.js';
import { useChanged } from './use-changed.js';

/** The stages side by side, in the definition's order; below each other on a phone. */
export function Columns({ board }: { readonly board: BoardView }) {
  const t = useTexts(boardTexts);
  const most = Math.max(1, ...board.stages.map(({ open }) => open));
  return (
    <ol className="board-columns" aria-label={t.stages}>
      {board.stages.map((stage, i) => (
        <li key={stage.stage} className="board-column">
          <Column
            stage={stage}
            definition={board.definition.id}
            isLast={i === board.stages.length - 1}
            share={stage.open / most}
          />
        </li>
      ))}
    </ol>
  );
}

interface ColumnProps {
  readonly stage: BoardStage;
  readonly definition: string;
  readonly isLast: boolean;
  /** Of the fullest stage's count. */
  readonly share: number;
}

function Column({ stage, definition, isLast, share }: ColumnProps) {
  const t = useTexts(boardTexts);
  const formats = useFormats();
  const changed = useChanged(stage.open);
  const href = (filters: Readonly<Record<string, string>> = {}) =>
    journeysHref(definition, { stage: stage.stage, ...filters });
  return (
    <>
      <div className="board-head">
        <h2 className="board-name">
          <Link href={href()} look="plain">
            <StageName id={stage.stage} name={stage.name} />
          </Link>
        </h2>
        <p className={classes('board-count', changed && 'board-count-changed')}>
          <span aria-hidden="true">{formats.number(stage.open)}</span>
          <span className="ft-hidden">{t.openHere(stage.open)}</span>
        </p>
      </div>
      <div className="board-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
      </div>
      <p className="board-marks">
        {stage.held > 0 && (
          <Link href={href({ phase: 'held' })} look="plain">
            <Status tone="bad">{t.held(stage.held)}</Status>
          </Link>
        )}
        {stage.late > 0 && (
          <Link href={href({ late: '1' })} look="plain">
            <Status tone="warn">{t.late(stage.late)}</Status>
          </Link>
        )}
      </p>
      <dl className="board-figures ft-small">
        <div>
          <dt>{t.conversion}</dt>
          <dd>
            <ConversionWords stage={stage} isLast={isLast} />
          </dd>
        </div>
        <div>
          <dt>{t.median}</dt>
          <dd>
            <MedianWords ms={stage.medianMs} />
          </dd>
        </div>
      </dl>
      <div className="board-people">
        {stage.first.length === 0 ? (
          <p className="ft-soft ft-small">{t.nobodyHere}</p>
        ) : (
          <ul>
            {stage.first.map((journey) => (
              <PersonHere key={journey.id} journey={journey} />
            ))}
          </ul>
        )}
        {stage.open > stage.first.length && (
          <Link href={href()} className="ft-small">
            {t.showAll(stage.open)}
            <span className="ft-hidden">
              {' '}
              <StageName id={stage.stage} name={stage.name} />
            </span>
          </Link>
        )}
      </div>
    </>
  );
}

function PersonHere({ journey }: { readonly journey: JourneyView }) {
  const t = useTexts(boardTexts);
  const mark =
    journey.phase === 'held'
      ? (['bad', t.heldMark] as const)
      : journey.attention !== null
        ? (['bad', t.attentionMark] as const)
        : journey.late
          ? (['warn', t.lateMark] as const)
          : null;
  return (
    <li>
      <Link href={`/journeys/${journey.id}`} look="plain" className="board-person">
        <span className="board-person-name" title={journey.contactName}>
          {journey.contactName}
        </span>
        {mark !== null && <Status tone={mark[0]}>{mark[1]}</Status>}
        <span className="board-person-since ft-soft ft-small">
          <span className="ft-hidden">{t.since} </span>
          <Instant at={journey.stageSince} relative="only" />
        </span>
      </Link>
    </li>
  );
}
