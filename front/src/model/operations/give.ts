import type { GiveIn } from '../actions/give'
import { type Board, listOf, tasksOf } from '../board'
import { apply, editsOf, type Intent } from '../intent'
import { tooEarly } from '../select/order'
import { isMovable } from '../task'
import type { Operation } from './operation'

/** Giving items to a courier, at a place in the list. */
export function giveOperation(board: Board, wanted: GiveIn): Operation {
  const label = {
    id: 'give',
    label: 'dispatch.assign',
    args: { name: listOf(board, wanted.courierId).username },
  } as const
  const intent: Intent = { kind: 'give', ...wanted }
  const why = whyNot(board, intent)
  return why ? { ...label, disabled: why } : { ...label, intent }
}

function whyNot(board: Board, intent: Intent & { kind: 'give' }): Operation['disabled'] {
  if (!board.can.includes('edit')) return { why: 'dispatch.why.readOnly' }
  if (intent.items.length === 0) return { why: 'dispatch.why.nothing' }
  const ended = tasksOf(board, intent.items).find(task => !isMovable(task))
  if (ended) return { why: 'dispatch.why.ended', args: { id: ended.id } }
  if (editsOf(board, intent).length === 0) return { why: 'dispatch.why.already' }
  const drop = tooEarly(apply(board, intent), intent.courierId)
  if (drop !== undefined) return { why: 'dispatch.why.dropFirst', args: { id: drop } }
  return undefined
}
