import type { BoardView } from '../../api/contracts/overview.js';
import { Card } from '../kit/card.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { journeysHref } from './address.js';
import { boardTexts } from './texts.js';

/** How the journeys that are over ended. Outcomes are ids of the definition; it has no names for them. */
export function Ended({ board }: { readonly board: BoardView }) {
  const t = useTexts(boardTexts);
  const formats = useFormats();
  return (
    <Card
      title={t.endedTitle}
      aside={
        <Link href={`/definitions/${encodeURIComponent(board.definition.id)}`}>
          {t.toDefinition} ({t.version(board.definition.version)})
        </Link>
      }
    >
      {board.ended.length === 0 ? (
        <p className="ft-soft">{t.endedNone}</p>
      ) : (
        <ul className="board-ended">
          {board.ended.map(({ outcome, count }) => (
            <li key={outcome}>
              <Link href={journeysHref(board.definition.id, { status: 'ended' })} look="plain">
                <strong>{formats.number(count)}</strong> {outcome === '' ? t.withoutOutcome : <Code>{outcome}</Code>}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
