import { type Board, type Item, keyOf } from '../board'
import { withItems, withoutItems } from './give'

/** What one list held at some moment. */
export interface Kept {
  courierId: number
  items: Item[]
}

/** Gives lists what they held before, wherever those items stand now. */
export function restore(board: Board, lists: readonly Kept[]): Board {
  const keys = new Set(lists.flatMap(list => list.items.map(keyOf)))
  return lists.reduce((next, list) => withItems(next, list.courierId, list.items), withoutItems(board, keys))
}
