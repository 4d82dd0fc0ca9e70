import { type Board, type Item, keyOf } from '../board'
import { withoutItems } from './give'

/** Takes items off their lists, so that nobody has them. */
export function free(board: Board, items: readonly Item[]): Board {
  return withoutItems(board, new Set(items.map(keyOf)))
}
