import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Method, send } from './send'

export interface Body {
  name: string
  maxVolume: number
  /** Grams. */
  maxWeight: number
  color: string
  electric: boolean
  /** Kilometres. */
  electricRange: number | null
}

export type Trailer = Body & { id: number }

export interface Vehicle extends Body {
  id: number
  /** Grams a kilometre. */
  co2: number | null
  warehouseId: number
  trailers: number[]
}

export interface Warehouse {
  id: number
  name: string
  address: { streetAddress: string; lat: number; lng: number }
  vehicles: number
}

export interface Fleet {
  warehouses: Warehouse[]
  vehicles: Vehicle[]
  trailers: Trailer[]
  can: string[]
}

const fleetKey = ['fleet'] as const

/** What couriers ride, and where it stands. */
export function useFleet() {
  return useQuery({ queryKey: fleetKey, queryFn: ({ signal }) => send<Fleet>({ path: '/v1/fleet', signal }) })
}

export type Part = 'warehouses' | 'vehicles' | 'trailers'

export interface FleetChange {
  method: Method
  part: Part
  /** Which one; none for a new one. */
  id?: number | undefined
  body?: unknown
}

/** Adds, changes or deletes a part of the fleet; the answer is the whole fleet. */
export function useFleetChange() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ method, part, id, body }: FleetChange) =>
      send<Fleet>({ method, path: `/v1/fleet/${part}${id ? `/${id}` : ''}`, body }),
    onSuccess: fleet => client.setQueryData(fleetKey, fleet),
  })
}
