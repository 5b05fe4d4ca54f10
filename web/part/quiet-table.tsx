/** A table of a card: its columns, and rows of what the caller puts there. */
import type { ComponentChildren } from 'preact';

interface QuietTableProps {
  readonly label: string;
  /** The last one may be '', for buttons. */
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}

export function QuietTable({ label, columns, children }: QuietTableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="data is-quiet">
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column === '' ? <span class="visually-hidden">To do</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
