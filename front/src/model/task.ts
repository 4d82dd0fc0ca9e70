/** One stop, as the server shows it. */
export interface Task {
  id: number
  version: number
  type: 'PICKUP' | 'DROPOFF'
  status: 'TODO' | 'DOING' | 'DONE' | 'FAILED' | 'CANCELLED'
  address: Place
  /** The window. */
  after: string
  before: string
  comments: string
  doorstep: boolean
  /** Grams. */
  weight: number | null
  /** How many packages it carries, and the room that they take, in the co-op's units. */
  parcels: number
  volume: number
  reference: string | null
  /** Whose task it is; empty when nobody's. */
  orgName: string
  storeId: number | null
  tags: { name: string; slug: string; color: string }[]
  group: { id: number; name: string } | null
  delivery: TaskOf | null
  previous: number | null
  next: number | null
  images: { id: number; url: string }[]
  /** What this person may do with it now. */
  can: string[]
}

export interface Place {
  id: number
  streetAddress: string
  name: string | null
  contactName: string | null
  telephone: string | null
  description: string | null
  lat: number
  lng: number
}

/** The delivery and order that a task is part of. */
export interface TaskOf {
  id: number
  /** Rank in the delivery, from 1. */
  position: number
  orderId: number | null
  orderNumber: string | null
  orderTotal: number | null
}

/** A line of a task's history. */
export interface TaskEvent {
  id: number
  name: string
  at: string
  by: string
  username: string
  notes: string
  reason: string
}

export function isOpen(task: Task): boolean {
  return task.status === 'TODO' || task.status === 'DOING'
}

/** Whether a dispatcher may still move it to another list or place. */
export function isMovable(task: Task): boolean {
  return isOpen(task) && task.can.includes('assign')
}

/** The name by which people know the place: its own name, its contact, else the street. */
export function placeName(task: Task): string {
  return task.address.name || task.address.contactName || task.address.streetAddress
}

/** How urgent an open task is: its window is over, ends within the quarter of an hour, or neither. */
export function urgencyOf(task: Task, now: number): 'late' | 'soon' | 'calm' {
  if (!isOpen(task)) return 'calm'
  const left = Date.parse(task.before) - now
  if (left < 0) return 'late'
  return left < 15 * 60_000 ? 'soon' : 'calm'
}
