import type { Board, Courier, TaskList, Tour } from './board'
import type { Task } from './task'

/** A board for tests: deliveries 1 and 2 with two stops each (tasks 1 to 4), couriers 10 and 11 without a list. */
export function sampleBoard(change: Partial<Board> = {}): Board {
  const tasks = [stop(1, 1), stop(2, 1), stop(3, 2), stop(4, 2)]
  const couriers = [courier(10, 'bob'), courier(11, 'dora')]
  const rest = {
    lists: [],
    vehicles: [],
    trailers: [],
    tours: [],
    reports: [],
    closures: [],
    undo: null,
    failureReasons: [],
    automatic: false,
  }
  return { day: '2031-05-06', seq: 1, tasks, couriers, ...rest, can: ['edit', 'propose'], ...change }
}

/** A list of these tasks at a version. */
export function sampleList(courierId: number, tasks: number[], version = 1): TaskList {
  const username = courierId === 10 ? 'bob' : 'dora'
  const way = {
    vehicleId: null,
    trailerId: null,
    color: '#336699',
    distance: 0,
    duration: 0,
    polyline: '',
    changedBy: 'ada',
  }
  return { id: courierId + 90, version, courierId, username, items: tasks.map(task => ({ task })), ...way }
}

/** Odd ids are pick-ups, even ones the drop-offs after them; windows of half an hour from noon on. */
export function sampleTask(id: number, change: Partial<Task> = {}): Task {
  return { ...stop(id, Math.ceil(id / 2)), ...change }
}

function stop(id: number, delivery: number): Task {
  const pickup = id % 2 === 1
  const noon = Date.parse('2031-05-06T12:00:00Z')
  const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString()
  const name = pickup ? `Shop ${delivery}` : null
  const contactName = pickup ? null : `Zoë ${delivery}`
  const where = {
    lat: 42.5 + id / 1000,
    lng: 1.5,
    streetAddress: `${id} Main Street`,
    description: null,
    telephone: null,
  }
  return {
    ...{
      id,
      version: 1,
      type: pickup ? 'PICKUP' : 'DROPOFF',
      status: 'TODO',
      comments: '',
      doorstep: false,
      weight: null,
      parcels: 0,
      volume: 0,
    },
    ...{
      reference: null,
      orgName: '',
      storeId: null,
      tags: [],
      group: null,
      images: [],
      can: ['assign', 'start', 'done'],
    },
    ...{ after: at(id * 10), before: at(id * 10 + 30) },
    address: { id, name, contactName, ...where },
    delivery: { id: delivery, position: pickup ? 1 : 2, orderId: null, orderNumber: null, orderTotal: null },
    previous: pickup ? null : id - 1,
    next: pickup ? id + 1 : null,
  } as Task
}

/** A tour of these tasks. */
export function sampleTour(id: number, name: string, tasks: number[]): Tour {
  return { id, version: 1, name, day: '2031-05-06', tasks, distance: 0, duration: 0 }
}

function courier(id: number, username: string): Courier {
  return { id, username, color: '#336699', onDuty: false, position: null }
}
