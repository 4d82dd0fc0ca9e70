import { give } from './actions/give'
import type { Board, Item } from './board'

/** A plan that nobody has accepted yet. */
export interface Proposal {
  day: string
  /** Only lists that would change. */
  lists: PlannedList[]
  left: { task: number; reason: string }[]
}

export interface PlannedList {
  courierId: number
  username: string
  version: number
  items: Item[]
  /** The tasks that the plan adds. */
  added: number[]
}

/** The parts of a plan that are wanted. */
export function chosen(proposal: Proposal, couriers: ReadonlySet<number>): PlannedList[] {
  return proposal.lists.filter(list => couriers.has(list.courierId))
}

/** The board as it would be with these parts of a plan. */
export function preview(board: Board, lists: readonly PlannedList[]): Board {
  return lists.reduce((now, { courierId, items }) => give(now, { courierId, items }), board)
}

/** Whether the board still holds what a part of the plan was made from. */
export function isCurrent(board: Board, list: PlannedList): boolean {
  const now = board.lists.find(other => other.courierId === list.courierId)
  return (now?.version ?? 0) === list.version
}
