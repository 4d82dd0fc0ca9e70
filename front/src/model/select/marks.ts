import type { MapModel, Position, TaskMark, Tone } from '../../map/model'
import type { Board, TaskList } from '../board'
import { decode } from '../polyline'
import { isOpen, type Task, urgencyOf } from '../task'
import { freeTasks } from './free'
import type { Ride } from './rides'

export interface MarksIn {
  board: Board
  rides: readonly Ride[]
  /** Task that is looked at, and courier whose ride is. */
  task: number | undefined
  courier: number | undefined
  now: number
}

/** How long a courier's last place counts as where they are. */
const freshFor = 3 * 60_000

/** The map of a board: free tasks without number, rides numbered and in their courier's colour. */
export function marks({ board, rides, task, courier, now }: MarksIn): MapModel {
  const free = freeTasks(board)
    .filter(isOpen)
    .map(t => markOf(t, now, task))
  const carried = rides.flatMap(ride =>
    ride.items.flatMap(item =>
      item.stops
        .filter(stop => stop.task.status !== 'CANCELLED')
        .map(stop => ({ ...markOf(stop.task, now, task), label: String(stop.number), colour: ride.list.color })),
    ),
  )
  return {
    tasks: [...free, ...carried],
    couriers: couriersOf(board, now, courier),
    routes: rides
      .filter(ride => ride.list.items.length > 0)
      .map(ride => ({
        id: String(ride.courier.id),
        line: lineOf(ride.list, ride),
        colour: ride.list.color,
        selected: ride.courier.id === courier,
      })),
    closures: board.closures.map(({ id, lat, lng, radius }) => ({ id: String(id), at: [lng, lat], radius })),
  }
}

function markOf(task: Task, now: number, selected: number | undefined): TaskMark {
  const kind = task.type === 'PICKUP' ? 'pickup' : 'dropoff'
  return { id: String(task.id), at: placeOf(task), kind, tone: toneOf(task, now), selected: task.id === selected }
}

function toneOf(task: Task, now: number): Tone {
  if (task.status === 'DONE') return 'done'
  if (task.status === 'CANCELLED') return 'muted'
  if (task.status === 'FAILED' || urgencyOf(task, now) === 'late') return 'failed'
  return task.status === 'DOING' ? 'doing' : 'todo'
}

function couriersOf(board: Board, now: number, selected: number | undefined): MapModel['couriers'] {
  return board.couriers.flatMap(({ id, username, position }) => {
    if (!position) return []
    const fresh = now - Date.parse(position.at) < freshFor
    return [
      {
        id: String(id),
        at: [position.lng, position.lat] as Position,
        name: username,
        fresh,
        selected: id === selected,
      },
    ]
  })
}

/** The way along the streets; straight from stop to stop until it is known. */
function lineOf(list: TaskList, ride: Ride): Position[] {
  if (list.polyline !== '') return decode(list.polyline)
  return ride.items.flatMap(item => item.stops.map(stop => placeOf(stop.task)))
}

function placeOf(task: Task): Position {
  return [task.address.lng, task.address.lat]
}
