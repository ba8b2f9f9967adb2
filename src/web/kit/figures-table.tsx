import type { ReactNode } from 'react';
import './figures-table.css';

export interface FiguresTableProps {
  readonly label: string;
  /** What each column is called, that of the names first. */
  readonly heads: readonly [string, ...string[]];
  readonly rows: readonly {
    readonly id: string;
    readonly name: ReactNode;
    readonly figures: readonly ReactNode[];
  }[];
}

/** A few rows of figures, each with a name: nothing to sort or to open. */
export function FiguresTable({ label, heads, rows }: FiguresTableProps) {
  return (
    <table className="ft-figures" aria-label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, figures }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {figures.map((figure, column) => (
              <td key={heads[column + 1]}>{figure}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
