import { type Board, type Item, keyOf, listOf } from '../board'

export interface GiveIn {
  items: readonly Item[]
  courierId: number
  /** The item that they come to stand in front of; at the end when it is missing or gone. */
  before?: Item | undefined
}

/** Puts items on a courier's list, in the given order, and takes them off every other. */
export function give(board: Board, { items, courierId, before }: GiveIn): Board {
  const moved = new Set(items.map(keyOf))
  const without = withoutItems(board, moved)
  const rest = listOf(without, courierId)
  const at = before ? rest.items.findIndex(item => keyOf(item) === keyOf(before)) : -1
  const index = at < 0 ? rest.items.length : at
  return withItems(without, courierId, [...rest.items.slice(0, index), ...items, ...rest.items.slice(index)])
}

/** Takes items off the lists that hold them. */
export function withoutItems(board: Board, keys: ReadonlySet<string>): Board {
  const lists = board.lists.map(list => {
    const items = list.items.filter(item => !keys.has(keyOf(item)))
    return items.length === list.items.length ? list : { ...list, items, polyline: '' }
  })
  return { ...board, lists }
}

/** Gives a courier's list these items; the way along the streets is not known until the server has found it. */
export function withItems(board: Board, courierId: number, items: Item[]): Board {
  const list = { ...listOf(board, courierId), items, polyline: '' }
  const known = board.lists.some(other => other.courierId === courierId)
  if (!known) return { ...board, lists: [...board.lists, list] }
  return { ...board, lists: board.lists.map(other => (other.courierId === courierId ? list : other)) }
}
