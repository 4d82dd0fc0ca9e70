import { give } from './actions/give'
import { type Board, holderOfTask, type Item } from './board'

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
  vehicleId?: number
  trailerId?: number
  /** The tasks that the plan adds. */
  added: number[]
  /** The same by delivery, in the order of the ride; not in the plan of a day. */
  gifts?: Gift[]
  tour: PlannedTour
}

/** How a list would be ridden, from what is not begun on. */
export interface PlannedTour {
  /** When they set out, and when they are back or have done the last stop. */
  from: string
  to: string
  stops: { task: number; at: string }[]
  /** Metres. */
  distance: number
  /** Seconds. */
  duration: number
  /** Google encoded, precision 5. */
  polyline: string
}

/** A delivery that a plan gives to a courier, and why to this one. */
export interface Gift {
  tasks: number[]
  /** When to set out for the first of them at the latest, and when the last would be done. */
  leave: string
  last: string
  /** A code: what speaks most for this courier against the next best. */
  reason: string
  runnerUp?: string
  /** Who had it and went home. */
  from?: string
  /** Seconds by which the next best would be done later. */
  later: number
}

/** The parts of a plan that are wanted. */
export function chosen(proposal: Proposal, couriers: ReadonlySet<number>): PlannedList[] {
  return proposal.lists.filter(list => couriers.has(list.courierId))
}

/** The board as it would be with these parts of a plan. */
export function preview(board: Board, lists: readonly PlannedList[]): Board {
  return lists.reduce(
    (now, { courierId, items, tour }) => withWay(give(now, { courierId, items }), courierId, tour),
    board,
  )
}

function withWay(board: Board, courierId: number, { distance, duration, polyline }: PlannedTour): Board {
  const lists = board.lists.map(list =>
    list.courierId === courierId ? { ...list, distance, duration, polyline } : list,
  )
  return { ...board, lists }
}

/** Whether the board still holds what a part of the plan was made from. */
export function isCurrent(board: Board, list: PlannedList): boolean {
  const now = board.lists.find(other => other.courierId === list.courierId)
  return (now?.version ?? 0) === list.version
}

/** What a plan for a board depends on: a text that changes when a new plan may look different. Where couriers are is left out. */
export function basisOf(board: Board): string {
  const free = board.tasks.filter(task => task.status === 'TODO' && !holderOfTask(board, task.id))
  return JSON.stringify([
    board.lists.map(list => [list.courierId, list.version]),
    free.map(task => [task.id, task.after, task.before]),
    board.couriers.filter(courier => courier.onDuty).map(courier => courier.id),
    board.tasks.filter(task => task.status !== 'TODO').map(task => [task.id, task.status]),
  ])
}

/** The couriers of a new plan that are wanted: all but those whose part of the last one was not. */
export function wantedAnew(plan: Proposal, last: Proposal | undefined, wanted: ReadonlySet<number>): Set<number> {
  const refused = new Set(last?.lists.map(list => list.courierId).filter(id => !wanted.has(id)))
  return new Set(plan.lists.map(list => list.courierId).filter(id => !refused.has(id)))
}
