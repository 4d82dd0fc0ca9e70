import type { TaskList } from '../board'
import { isOpen, type Task } from '../task'

export interface ExpectedIn {
  list: TaskList
  /** In the order of the ride. */
  tasks: readonly Task[]
  /** Milliseconds; undefined on another day than today, when a ride starts with its first window. */
  now: number | undefined
  /** Where the courier is. */
  from?: { lat: number; lng: number } | undefined
}

/** Metres a second on a bike in town, and how much longer streets are than the straight line. */
const usualSpeed = 4.5
const usualDetour = 1.35
const atTheDoor = 3 * 60_000

/**
 * When each open stop can be expected, in milliseconds by task: an estimate from the list's distance and duration shared out over the
 * straight lines between the stops, with a few minutes at each door and waiting for windows to open.
 */
export function expected({ list, tasks, now, from }: ExpectedIn): Map<number, number> {
  const metresToMs = paceOf(list, tasks)
  const times = new Map<number, number>()
  let place = from
  let time = now ?? Number.NEGATIVE_INFINITY
  for (const task of tasks) {
    if (task.status === 'CANCELLED') continue
    if (!isOpen(task)) {
      place = from ?? task.address
      continue
    }
    if (place) time += apart(place, task.address) * metresToMs
    time = Math.max(time, Date.parse(task.after))
    times.set(task.id, time)
    time += atTheDoor
    place = task.address
  }
  return times
}

/** Milliseconds for a metre of straight line: as the list's own way through the streets has it, else as usual. */
function paceOf(list: TaskList, tasks: readonly Task[]): number {
  const straight = tasks
    .slice(1)
    .reduce((sum, task, i) => sum + apart(tasks[i]?.address ?? task.address, task.address), 0)
  const known = list.polyline !== '' && list.duration > 0 && straight > 50
  return known ? (list.duration * 1000) / straight : (usualDetour / usualSpeed) * 1000
}

/** Metres between two places as the crow flies, good enough within a town. */
function apart(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const degree = 111_195
  const dy = (b.lat - a.lat) * degree
  const dx = (b.lng - a.lng) * degree * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(dx, dy)
}
