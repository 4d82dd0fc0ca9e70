import { type Board, listOf, tasksOf } from '../board'
import { isOpen, type Task } from '../task'

/** The first drop-off on a courier's list that stands before its own pick-up, undefined when the order can be ridden. */
export function tooEarly(board: Board, courierId: number): number | undefined {
  return firstTooEarly(tasksOf(board, listOf(board, courierId).items))
}

/** The first open drop-off in a row that stands before its own pick-up. */
export function firstTooEarly(stops: readonly Task[]): number | undefined {
  const open = stops.filter(isOpen)
  const places = new Map(open.map((task, place) => [task.id, place]))
  return open.find((task, place) => task.previous !== null && (places.get(task.previous) ?? -1) > place)?.id
}
