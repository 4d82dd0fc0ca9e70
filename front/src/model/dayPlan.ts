import type { Board, Trailer } from './board'
import { dayAfter, momentIn } from './day'
import { freeTasks } from './select/free'
import { rides } from './select/rides'
import { isOpen, placeName, type Task } from './task'

/** What is to be planned, and with whom, as it is filled in. */
export interface DayForm {
  /** Id of a store, slug of a tag; '' for all. */
  store: string
  tag: string
  /** Share the hours out evenly. */
  level: boolean
  carriers: Carrier[]
}

/** A courier with what is known of their day; everything but who they are may be left empty. */
export interface Carrier {
  id: number
  username: string
  wanted: boolean
  /** Times of the day: "08:30". */
  from: string
  to: string
  /** Id of the address where they set out and are to be at the end. */
  depot: string
  parcels: string
  kilos: string
  /** Ids of a vehicle and a trailer; '' for what the list has. */
  vehicle: string
  trailer: string
}

/** What the server is asked for. */
export interface DayWish {
  day: string
  store?: number
  tag?: string
  level?: boolean
  couriers: CarrierWish[]
}

interface CarrierWish {
  courierId: number
  from?: string
  to?: string
  start?: Point
  end?: Point
  parcels?: number
  grams?: number
  vehicleId?: number
  trailerId?: number
}

interface Point {
  lat: number
  lng: number
}

export interface Choice {
  id: string
  label: string
}

/** The form to begin with: everything that is free, over the couriers who are on the board. */
export function dayForm(board: Board, today: number | undefined): DayForm {
  const present = new Set(rides(board, { filter: { text: '', ended: true }, now: today }).map(ride => ride.courier.id))
  const empty = { from: '', to: '', depot: '', parcels: '', kilos: '', vehicle: '', trailer: '' }
  const carriers = board.couriers.map(({ id, username }) => ({ id, username, wanted: present.has(id), ...empty }))
  return { store: '', tag: '', level: false, carriers }
}

/** The free tasks that a form is about. */
export function tasksFor(board: Board, form: DayForm): Task[] {
  return openTasks(board).filter(
    task =>
      (form.store === '' || String(task.storeId) === form.store) &&
      (form.tag === '' || task.tags.some(tag => tag.slug === form.tag)),
  )
}

/** The stores and the tags of free tasks, and the places where something is picked up that day. */
export function choices(board: Board): { stores: Choice[]; tags: Choice[]; depots: Choice[] } {
  const open = openTasks(board)
  const places = board.tasks.filter(task => task.type === 'PICKUP')
  return {
    stores: distinct(
      open.filter(task => task.storeId).map(task => ({ id: String(task.storeId), label: task.orgName })),
    ),
    tags: distinct(open.flatMap(task => task.tags.map(({ slug, name }) => ({ id: slug, label: name })))),
    depots: distinct(places.map(task => ({ id: String(task.address.id), label: placeName(task) }))),
  }
}

/** The vehicles that a courier may take, those that others take left out, and the trailers that the chosen one can pull. */
export function wheelsFor(board: Board, form: DayForm, carrier: Carrier): { vehicles: Choice[]; trailers: Choice[] } {
  const others = form.carriers.filter(other => other.wanted && other.id !== carrier.id)
  const free = (kind: 'vehicle' | 'trailer') => (thing: Trailer) =>
    !thing.gone && !others.some(other => other[kind] === String(thing.id))
  const choice = ({ id, name }: Trailer) => ({ id: String(id), label: name })
  const pulls = board.vehicles.find(vehicle => String(vehicle.id) === carrier.vehicle)?.trailers ?? []
  return {
    vehicles: board.vehicles.filter(free('vehicle')).map(choice),
    trailers: board.trailers.filter(trailer => pulls.includes(trailer.id) && free('trailer')(trailer)).map(choice),
  }
}

function openTasks(board: Board): Task[] {
  return freeTasks(board).filter(isOpen)
}

function distinct(all: Choice[]): Choice[] {
  const byId = new Map(all.map(choice => [choice.id, choice]))
  return [...byId.values()].sort((a, b) => a.label.localeCompare(b.label))
}

/** What a form asks for, with times in a zone. */
export function wishOf(board: Board, form: DayForm, zone: string): DayWish {
  return {
    day: board.day,
    ...(form.store !== '' && { store: Number(form.store) }),
    ...(form.tag !== '' && { tag: form.tag }),
    ...(form.level && { level: true }),
    couriers: form.carriers.filter(c => c.wanted).map(c => carrierWish(board, c, zone)),
  }
}

function carrierWish(board: Board, c: Carrier, zone: string): CarrierWish {
  const depot = board.tasks.find(task => String(task.address.id) === c.depot)?.address
  const at = depot && { lat: depot.lat, lng: depot.lng }
  const hours = c.from !== '' || c.to !== ''
  return {
    courierId: c.id,
    ...(hours && hoursOf(board.day, c, zone)),
    ...(at && { start: at, end: at }),
    ...(c.vehicle !== '' && { vehicleId: Number(c.vehicle) }),
    ...(c.vehicle !== '' && c.trailer !== '' && { trailerId: Number(c.trailer) }),
    ...(Number(c.parcels) > 0 && { parcels: Number(c.parcels) }),
    ...(Number(c.kilos) > 0 && { grams: Math.round(Number(c.kilos) * 1000) }),
  }
}

/** From when to when; the day's start or end for what is missing, and the next day for an end that comes before. */
function hoursOf(day: string, { from, to }: Carrier, zone: string): { from: string; to: string } {
  const begin = from || '00:00'
  const end = to === '' || to <= begin ? `${dayAfter(day, 1)}T${to || '00:00'}` : `${day}T${to}`
  return { from: momentIn(zone, `${day}T${begin}`), to: momentIn(zone, end) }
}
