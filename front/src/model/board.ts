import type { Task } from './task'

/** One element of a courier's list: a task or a tour. Exactly one of the two is set. */
export interface Item {
  task?: number
  tour?: number
}

/** The plan of one courier for one day, in the order of the ride. */
export interface TaskList {
  /** 0 while the courier has no list that day. */
  id: number
  version: number
  courierId: number
  username: string
  items: Item[]
  vehicleId: number | null
  trailerId: number | null
  color: string
  /** Metres. */
  distance: number
  /** Seconds. */
  duration: number
  /** Google encoded, precision 5. */
  polyline: string
  /** User name of who made the last edit. */
  changedBy: string
}

export interface Tour {
  id: number
  version: number
  name: string
  day: string
  /** In the order of the ride. */
  tasks: number[]
  /** Metres. */
  distance: number
  /** Seconds. */
  duration: number
}

/** What a courier may ride, or pull. */
export interface Trailer {
  id: number
  name: string
  /** In the co-op's units; 0 when it is not known. */
  maxVolume: number
  /** Grams; 0 when it is not known. */
  maxWeight: number
  /** No longer in the fleet. */
  gone: boolean
}

export interface Vehicle extends Trailer {
  /** Those that it can pull. */
  trailers: number[]
}

export interface Courier {
  id: number
  username: string
  color: string
  onDuty: boolean
  position: { lat: number; lng: number; at: string } | null
}

/** A courier's report that could not be applied and that nobody has seen yet. */
export interface Report {
  id: string
  taskId: number
  username: string
  kind: 'start' | 'done' | 'failed' | 'note'
  notes: string
  reason: string
  tappedAt: string
  receivedAt: string
  /** Code of the refusal. */
  outcome: string
}

/** What can be chosen when a task fails. */
export interface FailureReason {
  code: string
  description: string
}

/** A place whose streets are closed. */
export interface StreetClosure {
  id: number
  lat: number
  lng: number
  /** Metres. */
  radius: number
  reason: string
  until: string | null
  createdBy: string
  /** False where there is no map, or an outside router finds the ways: the closure is then without effect. */
  avoided: boolean
}

/** One consistent picture of a day. Never changed in place: every action gives a new one. */
export interface Board {
  day: string
  seq: number
  tasks: Task[]
  lists: TaskList[]
  tours: Tour[]
  couriers: Courier[]
  vehicles: Vehicle[]
  trailers: Trailer[]
  reports: Report[]
  closures: StreetClosure[]
  undo: { id: number; at: string } | null
  failureReasons: FailureReason[]
  /** What couriers have to set out for now goes out by itself. */
  automatic: boolean
  can: string[]
}

/** A name for an item that no other has: "t12", "o3". */
export function keyOf(item: Item): string {
  return item.task ? `t${item.task}` : `o${item.tour}`
}

/** The item that a key names; undefined for anything else. */
export function itemOf(key: string): Item | undefined {
  const id = Number(key.slice(1))
  if (!Number.isInteger(id) || id <= 0) return undefined
  if (key.startsWith('t')) return { task: id }
  return key.startsWith('o') ? { tour: id } : undefined
}

/** The list of a courier; an empty one without id when there is none. */
export function listOf(board: Board, courierId: number): TaskList {
  return board.lists.find(list => list.courierId === courierId) ?? emptyList(board, courierId)
}

function emptyList(board: Board, courierId: number): TaskList {
  const courier = board.couriers.find(c => c.id === courierId)
  const { username = '', color = '' } = courier ?? {}
  const nothing = { items: [], vehicleId: null, trailerId: null, distance: 0, duration: 0, polyline: '', changedBy: '' }
  return { id: 0, version: 0, courierId, username, color, ...nothing }
}

/** The list that an item stands on, undefined when it is free. */
export function holderOf(board: Board, item: Item): TaskList | undefined {
  const key = keyOf(item)
  return board.lists.find(list => list.items.some(other => keyOf(other) === key))
}

/** The list on which a task stands, itself or in a tour. */
export function holderOfTask(board: Board, task: number): TaskList | undefined {
  const tour = board.tours.find(t => t.tasks.includes(task))
  return holderOf(board, { task }) ?? (tour && holderOf(board, { tour: tour.id }))
}

/** The tasks of items in order, tours unfolded; what the board does not know is left out. */
export function tasksOf(board: Board, items: readonly Item[]): Task[] {
  const byId = new Map(board.tasks.map(task => [task.id, task]))
  const ids = items.flatMap(item => (item.task ? [item.task] : toursTasks(board, item)))
  return ids.flatMap(id => byId.get(id) ?? [])
}

function toursTasks(board: Board, item: Item): number[] {
  return board.tours.find(tour => tour.id === item.tour)?.tasks ?? []
}
