import { type Board, type Item, type Tour, tasksOf } from '../board'
import { firstTooEarly } from '../select/order'
import { isMovable, type Task } from '../task'

/** The order of a tour with the stop at a place moved by one; undefined where there is no place, or a drop-off would come before its pick-up. */
export function moved(stops: readonly Task[], at: number, by: -1 | 1): number[] | undefined {
  const [one, other] = [stops[at], stops[at + by]]
  if (!one || !other) return undefined
  const order = [...stops]
  order[at] = other
  order[at + by] = one
  return firstTooEarly(order) === undefined ? order.map(task => task.id) : undefined
}

/** What a tour becomes with more items at its end: those that can still be moved and are not in it. Tours give their stops. */
export function joined(board: Board, tour: Pick<Tour, 'tasks'>, items: readonly Item[]): number[] {
  const more = tasksOf(board, items).filter(task => isMovable(task) && !tour.tasks.includes(task.id))
  return [...tour.tasks, ...more.map(task => task.id)]
}
