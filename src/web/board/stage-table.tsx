import type { BoardView } from '../../api/contracts/overview.js';
import { Link } from '../kit/link.js';
import { StageName } from '../kit/stage-name.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { journeysHref } from './address.js';
import { ConversionWords } from './conversion-words.js';
import { MedianWords } from './median-words.js';
import { boardTexts } from './texts.js';

/** The same figures as a table: to read line by line, to copy, and for whoever hears the page. */
export function StageTable({ board }: { readonly board: BoardView }) {
  const t = useTexts(boardTexts);
  const formats = useFormats();
  const { stages, definition } = board;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="board-table-frame" aria-label={t.table} tabIndex={0}>
      <table className="board-table">
        <thead>
          <tr>
            <th scope="col">{t.stage}</th>
            <th scope="col">{t.open}</th>
            <th scope="col">{t.heldColumn}</th>
            <th scope="col">{t.lateColumn}</th>
            <th scope="col">{t.entered}</th>
            <th scope="col">{t.conversion}</th>
            <th scope="col">{t.median}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage, i) => (
            <tr key={stage.stage}>
              <th scope="row">
                <Link href={journeysHref(definition.id, { stage: stage.stage })}>
                  <StageName id={stage.stage} name={stage.name} />
                </Link>
              </th>
              <td>{formats.number(stage.open)}</td>
              <td>{formats.number(stage.held)}</td>
              <td>{formats.number(stage.late)}</td>
              <td>{formats.number(stage.entered)}</td>
              <td className="board-words">
                <ConversionWords stage={stage} isLast={i === stages.length - 1} />
              </td>
              <td className="board-words">
                <MedianWords ms={stage.medianMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
