import { type Board, holderOf, type Item, tasksOf } from '../board'
import { isMovable } from '../task'
import type { Operation } from './operation'

/** Taking items off their lists. */
export function freeOperation(board: Board, items: readonly Item[]): Operation {
  const label = { id: 'free', label: 'dispatch.free', keys: 'Delete' } as const
  if (!board.can.includes('edit')) return { ...label, disabled: { why: 'dispatch.why.readOnly' } }
  const held = items.filter(item => holderOf(board, item))
  if (held.length === 0) return { ...label, disabled: { why: 'dispatch.why.free' } }
  const ended = tasksOf(board, held).find(task => !isMovable(task))
  if (ended) return { ...label, disabled: { why: 'dispatch.why.ended', args: { id: ended.id } } }
  return { ...label, intent: { kind: 'free', items: held } }
}
