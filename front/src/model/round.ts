import type { Entry } from '../outbox/outbox'
import { isOpen, type Task } from './task'

/** A courier's day as the server knows it. */
export interface CourierDay {
  day: string
  seq: number
  onDuty: boolean
  version: number
  /** In the order of the ride. */
  tasks: Task[]
  /** Metres and seconds. */
  distance: number
  duration: number
  polyline: string
  failureReasons: { code: string; description: string }[]
}

export const reportsPath = '/v1/courier/reports'
export const dutyPath = '/v1/courier/duty'
export const photosPath = '/v1/courier/photos'

export type ReportKind = 'start' | 'done' | 'failed' | 'note'

/** What the courier did with one stop. The id is the phone's, one for each tap: the server takes it once. */
export interface Report {
  id: string
  task: number
  kind: ReportKind
  tappedAt: string
  notes?: string
  reason?: string
  contactName?: string
}

/** A stop as the courier sees it: what waits in the outbox counts as done. */
export interface Stop {
  task: Task
  /** Something about it has not reached the server yet. */
  waits: boolean
}

export interface Round {
  onDuty: boolean
  dutyWaits: boolean
  stops: Stop[]
}

const statusAfter: Partial<Record<ReportKind, Task['status']>> = { start: 'DOING', done: 'DONE', failed: 'FAILED' }

/** The day with what waits in the outbox applied, in order. */
export function roundOf(day: CourierDay, entries: readonly Entry[]): Round {
  const waiting = entries.filter(e => e.state !== 'refused')
  const status = new Map(day.tasks.map(t => [t.id, t.status]))
  const touched = new Set<number>()
  const round: Round = { onDuty: day.onDuty, dutyWaits: false, stops: [] }
  for (const entry of waiting) {
    if (entry.path === dutyPath) {
      round.onDuty = (entry.body as { on: boolean }).on
      round.dutyWaits = true
    }
    const id = taskOf(entry)
    if (id === undefined) continue
    touched.add(id)
    const after = entry.path === reportsPath && statusAfter[(entry.body as Report).kind]
    const before = status.get(id)
    if (after && before && open(before)) status.set(id, after)
  }
  round.stops = day.tasks.map(task => ({ task: moved(task, status), waits: touched.has(task.id) }))
  return round
}

/** The stop that a command of the outbox concerns. */
export function taskOf(entry: Pick<Entry, 'path' | 'body' | 'form'>): number | undefined {
  if (entry.path === reportsPath) return (entry.body as Report).task
  if (entry.path === photosPath) return Number(entry.form?.task)
  return undefined
}

const open = (status: Task['status']) => status === 'TODO' || status === 'DOING'

/** The task in its new status, with what can be done then: without network nobody else can tell. */
function moved(task: Task, status: Map<number, Task['status']>): Task {
  const now = status.get(task.id) ?? task.status
  let can = task.can
  if (!open(now)) can = can.filter(verb => verb === 'note' || verb === 'photo')
  else {
    if (now === 'DOING') can = can.filter(verb => verb !== 'start')
    const before = task.previous === null ? undefined : status.get(task.previous)
    const freed = before !== undefined && !open(before) && can.includes('note') && !can.includes('done')
    if (freed) can = [...can, 'done', 'fail']
  }
  return now === task.status && can === task.can ? task : { ...task, status: now, can }
}

/** The stop to go to now: one under way, else the first that is open. */
export function nextOf(stops: readonly Stop[]): Stop | undefined {
  return stops.find(s => s.task.status === 'DOING') ?? stops.find(s => isOpen(s.task))
}

/** Open stops that a list did not hold before; none on the first look. */
export function newcomers(before: readonly Task[] | undefined, now: readonly Task[]): Task[] {
  if (!before) return []
  const known = new Set(before.map(t => t.id))
  return now.filter(t => isOpen(t) && !known.has(t.id))
}

/** Replaces one task by what the server said of it; null: it is no longer the courier's. */
export function withTask(day: CourierDay, id: number, task: Task | null): CourierDay {
  if (!day.tasks.some(t => t.id === id)) return day
  const tasks = task ? day.tasks.map(t => (t.id === id ? task : t)) : day.tasks.filter(t => t.id !== id)
  return { ...day, tasks }
}
