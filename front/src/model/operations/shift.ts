import { type Board, holderOf, type Item, keyOf } from '../board'
import { giveOperation } from './give'
import type { Operation } from './operation'

/** Moving one item a place up or down in its list. */
export function shiftOperation(board: Board, item: Item, by: -1 | 1): Operation {
  const label = by < 0 ? 'dispatch.earlier' : 'dispatch.later'
  const list = holderOf(board, item)
  const at = list?.items.findIndex(other => keyOf(other) === keyOf(item)) ?? -1
  if (!list?.items[at + by]) return { id: label, label, disabled: { why: 'dispatch.why.end' } }
  const before = list.items[by < 0 ? at - 1 : at + 2]
  return { ...giveOperation(board, { items: [item], courierId: list.courierId, before }), id: label, label }
}
