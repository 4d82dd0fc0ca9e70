import { useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import { type Column, columns as names, type Order } from '../../model/kitchen'
import { Empty } from '../../ui/Notice'
import { Tabs } from '../../ui/Tabs'
import { useMedia } from '../../ui/useMedia'
import { OrderCard } from './OrderCard'

interface Props {
  columns: Record<Column, Order[]>
  now: number
  onOpen(id: number): void
  onHear(id: number): void
}

const titles: Record<Column, Key> = {
  new: 'shop.new',
  accepted: 'orders.accepted',
  started: 'shop.preparing',
  ready: 'shop.ready',
  later: 'orders.later',
  over: 'orders.over',
}

/** The orders side by side on a tablet, one state at a time on a phone. */
export function Columns(props: Props) {
  const words = useWords()
  const wide = useMedia('(min-width: 56rem)')
  const { columns } = props
  if (Object.values(columns).every(list => list.length === 0)) return <Empty>{words.t('shop.empty')}</Empty>
  return wide ? <SideBySide {...props} /> : <OneByOne {...props} />
}

function SideBySide({ columns, ...rest }: Props) {
  const words = useWords()
  const aside = (name: Column) => name === 'over' || name === 'later'
  const first = names.filter(name => !aside(name))
  const folded = names.filter(name => aside(name) && columns[name].length > 0)
  return (
    <>
      <div className="columns">
        {first.map(name => (
          <section key={name} className={`column ${name}`} aria-label={words.t(titles[name])}>
            <h2>
              {words.t(titles[name])} <span className="tab-count numbers">{columns[name].length}</span>
            </h2>
            <Cards orders={columns[name]} {...rest} />
          </section>
        ))}
      </div>
      {folded.map(name => (
        <details key={name} className="folded">
          <summary>
            {words.t(titles[name])} <span className="tab-count numbers">{columns[name].length}</span>
          </summary>
          <Cards orders={columns[name]} {...rest} />
        </details>
      ))}
    </>
  )
}

function OneByOne({ columns, ...rest }: Props) {
  const words = useWords()
  const [chosen, choose] = useState<Column | null>(null)
  // What waits for an answer is shown first, then what is to be cooked.
  const busy = names.find(name => columns[name].length > 0)
  const selected = chosen ?? busy ?? 'new'
  return (
    <Tabs
      label={words.t('shop.title')}
      selected={selected}
      onSelect={id => choose(id as Column)}
      parts={names
        .filter(name => name !== 'later' || columns.later.length > 0)
        .map(name => ({
          id: name,
          label: words.t(titles[name]),
          count: columns[name].length,
          urgent: name === 'new' && columns.new.length > 0,
          content: <Cards orders={columns[name]} {...rest} />,
        }))}
    />
  )
}

function Cards({ orders, ...rest }: Omit<Props, 'columns'> & { orders: Order[] }) {
  const words = useWords()
  if (orders.length === 0) return <p className="soft column-empty">{words.t('orders.none')}</p>
  return (
    <ul className="cards">
      {orders.map(order => (
        <li key={order.id}>
          <OrderCard order={order} {...rest} />
        </li>
      ))}
    </ul>
  )
}
