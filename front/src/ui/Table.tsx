import type { ReactNode } from 'react'
import './table.css'

export interface Column<T> {
  id: string
  label: string
  cell(row: T): ReactNode
  /** Numbers stand at the end, with digits of one width. */
  number?: boolean
}

interface Props<T> {
  caption: string
  columns: Column<T>[]
  rows: T[]
  keyOf(row: T): string
}

/** A table to read. The first column names the row; on a phone each row becomes a card. */
export function Table<T>({ caption, columns, rows, keyOf }: Props<T>) {
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(c => (
              <th key={c.id} scope="col" className={c.number ? 'number' : undefined}>
                {c.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={keyOf(row)}>
              {columns.map((c, i) => {
                const Cell = i === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={c.id}
                    scope={i === 0 ? 'row' : undefined}
                    data-label={c.label}
                    className={c.number ? 'number' : undefined}
                  >
                    {c.cell(row)}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
