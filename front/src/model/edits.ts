import type { Kept } from './actions/restore'
import { type Board, holderOf, keyOf } from './board'
import { apply, type Intent } from './intent'

/** An intent on its way to the server; the board shows it already. */
export interface Pending {
  id: number
  intent: Intent
  /** Who had each item when it was wanted: courier by key, 0 for nobody. */
  seen: ReadonlyMap<string, number>
}

/** An intent that did not happen, because somebody was quicker. The dispatcher says what becomes of it. */
export interface Held extends Pending {
  /** Who changed the lists meanwhile. */
  by: string[]
}

/** A step that can be taken back: the server's edits, and what the lists held before. */
export interface Undoable {
  edits: readonly number[]
  lists: readonly Kept[]
}

/** Everything that a dispatcher did to a day since the screen was opened, as far as it still matters. */
export interface Edits {
  pending: readonly Pending[]
  held: readonly Held[]
  undoable: readonly Undoable[]
  /** Whether what is pending waits for the network. */
  waiting: boolean
}

const depth = 50

export const none: Edits = { pending: [], held: [], undoable: [], waiting: false }

/** The board as the dispatcher wants it: what the server knows, with everything that is on its way. */
export function shown(board: Board, edits: Edits): Board {
  return edits.pending.reduce((now, { intent }) => apply(now, intent), board)
}

/** An intent sets off. An undo leaves the stack at once, so that the next one is of the step before. */
export function asked(edits: Edits, pending: Pending): Edits {
  const { intent } = pending
  const undoable = intent.kind === 'restore' ? edits.undoable.filter(u => u.edits !== intent.edits) : edits.undoable
  return { ...edits, undoable, pending: [...edits.pending, pending] }
}

/** The server did it. What can be taken back goes on the stack. */
export function accepted(edits: Edits, id: number, step?: Undoable): Edits {
  const undoable = step && step.edits.length > 0 ? [...edits.undoable, step].slice(-depth) : edits.undoable
  return { ...edits, undoable, pending: without(edits.pending, id) }
}

/** It did not happen, and the dispatcher is asked. */
export function heldBack(edits: Edits, held: Held): Edits {
  return { ...edits, pending: without(edits.pending, held.id), held: [...edits.held, held] }
}

/** It did not happen, and there is nothing to ask. */
export function dropped(edits: Edits, id: number): Edits {
  return { ...edits, pending: without(edits.pending, id), held: without(edits.held, id) }
}

function without<T extends { id: number }>(list: readonly T[], id: number): readonly T[] {
  return list.filter(other => other.id !== id)
}

/** The step that an undo takes back: the last of this screen, else the last that the server remembers of this person. */
export function lastStep(board: Board, edits: Edits): Undoable | undefined {
  const last = edits.undoable.at(-1)
  if (last || !board.undo) return last
  return { edits: [board.undo.id], lists: [] }
}

/** The server could not be reached; what is pending stays so. */
export function waits(edits: Edits, waiting: boolean): Edits {
  return edits.waiting === waiting ? edits : { ...edits, waiting }
}

/** Who has each item that an intent moves: courier by key, 0 for nobody. */
export function holders(board: Board, intent: Intent): Map<string, number> {
  const items = intent.kind === 'restore' ? [] : intent.items
  return new Map(items.map(item => [keyOf(item), holderOf(board, item)?.courierId ?? 0]))
}

/** Whether somebody else moved an intent's items since it was wanted. Only then is it no longer what the dispatcher meant. */
export function overtaken(board: Board, { intent, seen }: Pending): boolean {
  return [...holders(board, intent)].some(([key, courier]) => seen.get(key) !== courier)
}
