import type { Board, TaskList } from '../board'
import type { Task } from '../task'

/** Takes in lists from the server. An answer that was overtaken by a newer one changes nothing. */
export function withLists(board: Board, lists: readonly TaskList[]): Board {
  const fresh = new Map(lists.map(list => [list.courierId, list]))
  const kept = board.lists.map(list => {
    const other = fresh.get(list.courierId)
    fresh.delete(list.courierId)
    return other && other.version >= list.version ? other : list
  })
  return { ...board, lists: [...kept, ...fresh.values()] }
}

/** Takes in a task that the board knows, unless the board knows a newer state of it. */
export function withTask(board: Board, task: Task): Board {
  return { ...board, tasks: board.tasks.map(t => (t.id === task.id && t.version <= task.version ? task : t)) }
}

/** A board read afresh, keeping the lists that this screen has seen in a newer state meanwhile. */
export function newerOf(seen: Board | undefined, fresh: Board): Board {
  if (!seen || seen.day !== fresh.day) return fresh
  const newer = seen.lists.filter(list => {
    const other = fresh.lists.find(l => l.courierId === list.courierId)
    return list.id !== 0 && list.version > (other?.version ?? 0)
  })
  return newer.length === 0 ? fresh : withLists(fresh, newer)
}

/** A report that somebody has seen is gone. */
export function withoutReport(board: Board, id: string): Board {
  return { ...board, reports: board.reports.filter(report => report.id !== id) }
}

/** Where a courier is, as the live channel tells it; `ts` in seconds. */
export interface Place {
  user: string
  coords: { lat: number; lng: number }
  ts: number
}

/** A courier is somewhere else now. */
export function withPlace(board: Board, { user, coords, ts }: Place): Board {
  if (!board.couriers.some(courier => courier.username === user)) return board
  const position = { ...coords, at: new Date(ts * 1000).toISOString() }
  return { ...board, couriers: board.couriers.map(c => (c.username === user ? { ...c, position } : c)) }
}
