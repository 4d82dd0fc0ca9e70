import { useWords } from '../../i18n/WordsProvider'
import type { Order } from '../../model/kitchen'

/** What was ordered, with the choices; amounts where they are of use. */
export function Items({ order, priced = false }: { order: Order; priced?: boolean }) {
  const words = useWords()
  return (
    <ul className="items">
      {order.items.map(item => (
        <li key={item.id}>
          <span className="item-count numbers">{item.quantity} ×</span>
          <span className="item-what">
            <strong>{item.name}</strong>
            {item.options.map((option, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: choices have no id and never move
              <span key={i} className="item-option">
                {option.label}
              </span>
            ))}
            {item.player && <span className="soft">{item.player}</span>}
          </span>
          {priced && <span className="item-price numbers">{words.money(item.total)}</span>}
        </li>
      ))}
    </ul>
  )
}
