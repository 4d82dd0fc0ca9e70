import type { CourierDay } from './round'
import { isOpen, type Place, type Task } from './task'

/** A day as the phone keeps it, so that it can be read without network. */
export interface Kept {
  day: CourierDay
  /** When the server was last heard. */
  at: number
  /** When the phone learnt that a task had ended. */
  ended: Record<number, number>
}

const hour = 3_600_000
/** How long an address stays on the phone after its task has ended. */
const afterEnd = 2 * hour
/** And when it never ended, after the end of its window. */
const afterWindow = 12 * hour

/** Keeps what the server said, remembering since when tasks are over. */
export function keep(day: CourierDay, before: Kept | undefined, now: number): Kept {
  const ended: Record<number, number> = {}
  for (const task of day.tasks) if (!isOpen(task)) ended[task.id] = before?.ended[task.id] ?? now
  return faded({ day, at: now, ended }, now)
}

/** The kept day without the addresses that are nobody's business any more. */
export function faded(kept: Kept, now: number): Kept {
  const tasks = kept.day.tasks.map(task => (isOver(task, kept, now) ? nameless(task) : task))
  if (tasks.every((task, i) => task === kept.day.tasks[i])) return kept
  const gone = tasks.some(task => task.address.id !== 0)
  return { ...kept, day: { ...kept.day, tasks, polyline: gone ? kept.day.polyline : '' } }
}

function isOver(task: Task, kept: Kept, now: number): boolean {
  const ended = kept.ended[task.id]
  if (ended !== undefined) return now - ended >= afterEnd
  return now - Date.parse(task.before) >= afterWindow
}

const nowhere: Place = {
  id: 0,
  streetAddress: '',
  name: null,
  contactName: null,
  telephone: null,
  description: null,
  lat: 0,
  lng: 0,
}

/** Whether the phone has forgotten where a task was. */
export function isForgotten(task: Task): boolean {
  return task.address.id === 0
}

function nameless(task: Task): Task {
  return isForgotten(task) ? task : { ...task, address: nowhere, comments: '', images: [] }
}
