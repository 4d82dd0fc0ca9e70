import type { Fleet, Part } from '../api/fleet'
import { gramsOf, type Place } from './parcel'

/** A part of the fleet as its form holds it. */
export interface FleetDraft {
  name: string
  place: Place | null
  /** In kilograms, as it is typed. */
  weight: string
  volume: string
  color: string
  electric: boolean
  range: string
  co2: string
  warehouseId: number
  trailers: number[]
}

const text = (n: number | null) => (n === null ? '' : String(n))

/** What the form starts with; id 0 is a new one. */
export function draftOf(part: Part, id: number, fleet: Fleet): FleetDraft {
  const only = fleet.warehouses.length === 1 ? (fleet.warehouses[0]?.id ?? 0) : 0
  const vehicle = part === 'vehicles' ? fleet.vehicles.find(one => one.id === id) : undefined
  const body = part === 'trailers' ? fleet.trailers.find(one => one.id === id) : vehicle
  return {
    name: body?.name ?? '',
    place: null,
    weight: body ? String(body.maxWeight / 1000) : '',
    volume: body ? String(body.maxVolume) : '',
    color: colourOf(body?.color),
    electric: body?.electric ?? false,
    range: text(body?.electricRange ?? null),
    co2: text(vehicle?.co2 ?? null),
    warehouseId: vehicle?.warehouseId ?? only,
    trailers: vehicle?.trailers ?? [],
  }
}

/** A colour as its input wants it; the fleet may have names of colours too. */
const colourOf = (colour = '') => (/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#0d6355')

/** A whole number that is not below zero; NaN for what is none. */
function whole(typed: string): number {
  return /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN
}

/** What is missing or wrong. */
export function lacksOf(draft: FleetDraft, part: Part): (keyof FleetDraft)[] {
  const isBody = part !== 'warehouses'
  const isVehicle = part === 'vehicles'
  const grams = gramsOf(draft.weight)
  const lacks: Partial<Record<keyof FleetDraft, boolean>> = {
    name: !draft.name.trim(),
    place: !isBody && !draft.place,
    weight: isBody && (grams === undefined || Number.isNaN(grams)),
    volume: isBody && Number.isNaN(whole(draft.volume)),
    range: isBody && draft.range.trim() !== '' && Number.isNaN(whole(draft.range)),
    co2: isVehicle && draft.co2.trim() !== '' && Number.isNaN(whole(draft.co2)),
    warehouseId: isVehicle && !draft.warehouseId,
  }
  return (Object.keys(lacks) as (keyof FleetDraft)[]).filter(key => lacks[key])
}

const numberOrNull = (typed: string) => (typed.trim() === '' ? null : whole(typed))

/** What the server is sent of a draft that lacks nothing. */
export function sentOf(draft: FleetDraft, part: Part): unknown {
  const name = draft.name.trim()
  if (part === 'warehouses') {
    const { label = '', lat = 0, lng = 0 } = draft.place ?? {}
    return { name, address: { streetAddress: label, lat, lng } }
  }
  const body = {
    name,
    maxWeight: gramsOf(draft.weight) ?? 0,
    maxVolume: whole(draft.volume),
    color: draft.color,
    electric: draft.electric,
    electricRange: numberOrNull(draft.range),
  }
  if (part === 'trailers') return body
  return { ...body, co2: numberOrNull(draft.co2), warehouseId: draft.warehouseId, trailers: draft.trailers }
}
