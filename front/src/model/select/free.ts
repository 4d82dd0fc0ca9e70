import { type Board, type Item, keyOf } from '../board'
import { isOpen, type Task } from '../task'
import { type Filter, matcher } from './filter'

/** What is handed over together: the stops of a delivery, a tour, or a single task. */
export interface FreeRow {
  /** "d12" for a delivery, else the key of the item. */
  key: string
  items: Item[]
  tasks: Task[]
  /** Of a tour. */
  name?: string
  /** True when other stops of the delivery are on a list already. */
  partly: boolean
}

/** What nobody has yet, the most urgent first. */
export function freeRows(board: Board, filter: Filter): FreeRow[] {
  const fits = matcher(filter)
  const rows = [...freeTours(board), ...freeDeliveries(board, filter.ended)]
  const shown = rows.filter(row => row.tasks.some(fits))
  return shown.sort((a, b) => dueOf(a) - dueOf(b) || a.key.localeCompare(b.key))
}

function freeTours(board: Board): FreeRow[] {
  const onLists = keysOnLists(board)
  const byId = new Map(board.tasks.map(task => [task.id, task]))
  return board.tours
    .filter(tour => tour.tasks.length > 0 && !onLists.has(keyOf({ tour: tour.id })))
    .map(tour => {
      const tasks = tour.tasks.flatMap(id => byId.get(id) ?? [])
      return { key: `o${tour.id}`, items: [{ tour: tour.id }], tasks, name: tour.name, partly: false }
    })
}

function freeDeliveries(board: Board, ended: boolean): FreeRow[] {
  const rows = new Map<string, FreeRow>()
  for (const task of freeTasks(board)) {
    if (!ended && !isOpen(task)) continue
    const key = task.delivery ? `d${task.delivery.id}` : `t${task.id}`
    const row = rows.get(key) ?? { key, items: [], tasks: [], partly: false }
    row.tasks.push(task)
    rows.set(key, row)
  }
  const sizes = sizesOf(board)
  for (const row of rows.values()) finish(row, sizes)
  return [...rows.values()]
}

function finish(row: FreeRow, sizes: ReadonlyMap<number, number>): void {
  row.tasks.sort((a, b) => (a.delivery?.position ?? 0) - (b.delivery?.position ?? 0) || a.id - b.id)
  row.items = row.tasks.filter(isOpen).map(task => ({ task: task.id }))
  const delivery = row.tasks[0]?.delivery
  row.partly = delivery != null && (sizes.get(delivery.id) ?? 0) > row.tasks.filter(isOpen).length
}

/** How many open stops each delivery has on the board. */
function sizesOf(board: Board): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const task of board.tasks) {
    const id = task.delivery?.id
    if (id !== undefined && isOpen(task)) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  }
  return sizes
}

/** The tasks that are on no list and in no tour. */
export function freeTasks(board: Board): Task[] {
  const taken = keysOnLists(board)
  const inTours = new Set(board.tours.flatMap(tour => tour.tasks))
  return board.tasks.filter(task => !taken.has(`t${task.id}`) && !inTours.has(task.id))
}

function keysOnLists(board: Board): Set<string> {
  return new Set(board.lists.flatMap(list => list.items.map(keyOf)))
}

function dueOf(row: FreeRow): number {
  return Math.min(...row.tasks.map(task => Date.parse(task.before)))
}
