import { type Board, type Courier, type Item, keyOf, listOf, type TaskList, tasksOf } from '../board'
import { isMovable, isOpen, type Task } from '../task'
import { expected } from './expected'
import { type Filter, matcher } from './filter'

export interface Stop {
  task: Task
  /** Place in the ride, from 1. */
  number: number
  /** When it can be expected, milliseconds; undefined when it is over. */
  expected: number | undefined
  /** Whether it is expected after the end of its window. */
  late: boolean
}

export interface RideItem {
  key: string
  item: Item
  stops: Stop[]
  /** Of a tour. */
  name?: string
  movable: boolean
}

/** A courier's day as the board shows it. */
export interface Ride {
  courier: Courier
  list: TaskList
  items: RideItem[]
  open: number
  ended: number
  late: number
}

export interface RidesIn {
  filter: Filter
  /** Milliseconds when the board is of today, else undefined. */
  now: number | undefined
}

/** The couriers of the day: those with a list, and today those on duty; who has the most to do first to be found by name. */
export function rides(board: Board, { filter, now }: RidesIn): Ride[] {
  const planned = new Set(board.lists.map(list => list.courierId))
  const couriers = board.couriers.filter(c => planned.has(c.id) || (now !== undefined && c.onDuty))
  return couriers
    .map(courier => rideOf(board, courier, { filter, now }))
    .sort((a, b) => a.courier.username.localeCompare(b.courier.username))
}

/** The couriers who can still be added to the day. */
export function absent(board: Board, now: number | undefined): Courier[] {
  const present = new Set(rides(board, { filter: { text: '', ended: true }, now }).map(ride => ride.courier.id))
  return board.couriers.filter(courier => !present.has(courier.id))
}

function rideOf(board: Board, courier: Courier, { filter, now }: RidesIn): Ride {
  const list = listOf(board, courier.id)
  const tasks = tasksOf(board, list.items)
  const times = expected({ list, tasks, now, from: now === undefined ? undefined : (courier.position ?? undefined) })
  const all = itemsOf(board, list, times)
  const stops = all.flatMap(item => item.stops)
  const fits = matcher(filter)
  const wanted = (stop: Stop) => fits(stop.task) && (filter.ended || isOpen(stop.task))
  return {
    courier,
    list,
    items: all.filter(item => item.stops.some(wanted)),
    open: stops.filter(stop => isOpen(stop.task)).length,
    ended: stops.filter(stop => !isOpen(stop.task)).length,
    late: stops.filter(stop => stop.late).length,
  }
}

function itemsOf(board: Board, list: TaskList, times: ReadonlyMap<number, number>): RideItem[] {
  let number = 0
  return list.items.map(item => {
    const stops = tasksOf(board, [item]).map(task => stopOf(task, ++number, times.get(task.id)))
    const name = board.tours.find(tour => tour.id === item.tour)?.name
    const movable = stops.length > 0 && stops.every(stop => isMovable(stop.task))
    return { key: keyOf(item), item, stops, movable, ...(name !== undefined && { name }) }
  })
}

/** Less is not told apart: the time is printed to the minute. */
const minute = 60_000

function stopOf(task: Task, number: number, at: number | undefined): Stop {
  return { task, number, expected: at, late: at !== undefined && at >= Date.parse(task.before) + minute }
}

/** The next rides, with those that did not change taken over as they are, so that nothing is drawn again for them. */
export function keepSame(before: readonly Ride[], next: readonly Ride[]): Ride[] {
  const known = new Map(before.map(ride => [ride.courier.id, ride]))
  return next.map(ride => {
    const old = known.get(ride.courier.id)
    return old && sameRide(old, ride) ? old : ride
  })
}

function sameRide(a: Ride, b: Ride): boolean {
  const same = a.courier === b.courier && a.list === b.list && a.items.length === b.items.length
  return same && a.items.every((item, i) => sameStops(item.stops, b.items[i]?.stops ?? []))
}

function sameStops(a: readonly Stop[], b: readonly Stop[]): boolean {
  return a.length === b.length && a.every((stop, i) => stop.task === b[i]?.task && stop.expected === b[i]?.expected)
}
