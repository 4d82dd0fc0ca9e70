import { type Board, listOf, type Trailer, tasksOf, type Vehicle } from '../board'
import { isOpen, type Task } from '../task'

export interface Load {
  grams: number
  /** In the co-op's units. */
  volume: number
}

/** What a courier has on board at most, and what fits; a bound of 0 is not known. */
export interface Burden {
  most: Load
  room: Load
  over: boolean
}

/** What a courier of the day has yet to carry at once, beside the room of the vehicle and trailer. */
export function burdenOf(board: Board, courierId: number): Burden {
  const list = listOf(board, courierId)
  const most = mostAtOnce(tasksOf(board, list.items).filter(isOpen))
  const room = roomOf(
    board.vehicles.find(v => v.id === list.vehicleId),
    board.trailers.find(t => t.id === list.trailerId),
  )
  return { most, room, over: exceeds(most.grams, room.grams) || exceeds(most.volume, room.volume) }
}

export function roomOf(vehicle?: Vehicle, trailer?: Trailer): Load {
  if (!vehicle) return nothing
  const both = (own: number, pulled: number | undefined) => (own === 0 ? 0 : own + (pulled ?? 0))
  return {
    grams: both(vehicle.maxWeight, trailer?.maxWeight),
    volume: both(vehicle.maxVolume, trailer?.maxVolume),
  }
}

const nothing: Load = { grams: 0, volume: 0 }

function exceeds(load: number, room: number): boolean {
  return room > 0 && load > room
}

/**
 * The most that is on board at once along a row of stops. What is dropped off without being picked up on the way is on board from the start,
 * and what is picked up and not dropped off stays to the end.
 */
export function mostAtOnce(stops: readonly Task[]): Load {
  const fetched = new Set(stops.filter(task => task.type === 'PICKUP').map(deliveryOf))
  const drops = stops.filter(task => task.type === 'DROPOFF')
  let now = sum(drops.filter(task => !fetched.has(deliveryOf(task))).map(loadOf))
  let most = now
  const aboard = new Map<string, Load>()
  for (const task of stops) {
    const of = deliveryOf(task)
    const before = aboard.get(of) ?? nothing
    const left = task.type === 'PICKUP' ? sum([before, loadOf(task)]) : afterDrop(task, { before, drops, fetched })
    now = sum([now, left, minus(before)])
    if (!fetched.has(of)) now = sum([now, minus(loadOf(task))])
    aboard.set(of, left)
    most = { grams: Math.max(most.grams, now.grams), volume: Math.max(most.volume, now.volume) }
  }
  return most
}

interface Aboard {
  before: Load
  drops: readonly Task[]
  fetched: ReadonlySet<string>
}

/** What is left of a delivery on board after a drop-off: nothing after the last. */
function afterDrop(task: Task, { before, drops, fetched }: Aboard): Load {
  const of = deliveryOf(task)
  if (!fetched.has(of) || drops.findLast(other => deliveryOf(other) === of) === task) return nothing
  const { grams, volume } = loadOf(task)
  return { grams: Math.max(0, before.grams - grams), volume: Math.max(0, before.volume - volume) }
}

function deliveryOf(task: Task): string {
  return task.delivery ? `d${task.delivery.id}` : `t${task.id}`
}

function loadOf(task: Task): Load {
  return { grams: task.weight ?? 0, volume: task.volume }
}

function minus({ grams, volume }: Load): Load {
  return { grams: -grams, volume: -volume }
}

function sum(loads: readonly Load[]): Load {
  return loads.reduce((a, b) => ({ grams: a.grams + b.grams, volume: a.volume + b.volume }), nothing)
}
