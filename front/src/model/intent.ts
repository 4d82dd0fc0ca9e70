import { free } from './actions/free'
import { type GiveIn, give } from './actions/give'
import { type Kept, restore } from './actions/restore'
import { type Board, holderOf, type Item, keyOf, listOf, type TaskList } from './board'

/**
 * What a dispatcher wants, in terms that hold whatever the board has become meanwhile: it can be applied to any picture of the day, and
 * tried again on a newer one.
 */
export type Intent =
  | ({ kind: 'give' } & GiveIn)
  | { kind: 'free'; items: readonly Item[] }
  | { kind: 'restore'; edits: readonly number[]; lists: readonly Kept[] }

export function apply(board: Board, intent: Intent): Board {
  if (intent.kind === 'give') return give(board, intent)
  if (intent.kind === 'free') return free(board, intent.items)
  return restore(board, intent.lists)
}

/** The request that makes one list what it shall be. */
export interface ListEdit {
  courierId: number
  version: number
  items: Item[]
  from: { list: number; version: number }[]
}

/** The edits that carry out an intent on this board: one for each list that gains or only loses. None when it holds already. */
export function editsOf(board: Board, intent: Intent): ListEdit[] {
  const after = apply(board, intent)
  const changed = after.lists.filter(list => !sameItems(list.items, listOf(board, list.courierId).items))
  const gains = changed.filter(list => list.items.some(item => holderOf(board, item)?.courierId !== list.courierId))
  const reordered = changed.filter(
    list => !gains.includes(list) && list.items.length === itemsBefore(board, list).length,
  )
  const losing = changed.filter(list => !gains.includes(list) && !reordered.includes(list))
  const alone = gains.length === 0 ? losing : []
  return [...gains, ...reordered, ...alone].map(list => editOf(board, list))
}

function editOf(board: Board, list: TaskList): ListEdit {
  const { courierId } = list
  const from = new Map<number, number>()
  for (const item of list.items) {
    const holder = holderOf(board, item)
    if (holder && holder.courierId !== courierId) from.set(holder.id, holder.version)
  }
  const sources = [...from].map(([id, version]) => ({ list: id, version }))
  return { courierId, version: listOf(board, courierId).version, items: list.items, from: sources }
}

function itemsBefore(board: Board, list: TaskList): Item[] {
  return listOf(board, list.courierId).items
}

export function sameItems(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, i) => keyOf(item) === keyOf(b[i] ?? {}))
}

/** The lists that an intent changes, as they are before it: what an undo shows at once. */
export function keptBefore(board: Board, intent: Intent): Kept[] {
  const after = apply(board, intent)
  return after.lists
    .map(list => listOf(board, list.courierId))
    .filter(list => !sameItems(list.items, listOf(after, list.courierId).items))
    .map(({ courierId, items }) => ({ courierId, items }))
}
