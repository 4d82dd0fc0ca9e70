import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Parcel, Place, Store } from '../model/parcel'
import { send } from './send'

/** The stores that the person sends parcels for, with the windows that can be chosen now. */
export function useOwnStores() {
  return useQuery({
    queryKey: ['stores', 'mine'],
    queryFn: async () => (await send<{ stores: Store[] }>({ path: '/v1/stores/mine' })).stores,
    refetchInterval: 60_000,
  })
}

interface Geocoded {
  features: {
    geometry: { coordinates: [lng: number, lat: number] }
    properties: { label: string; postcode?: string; city?: string }
  }[]
}

/** Places that a text may mean. */
export function usePlaces(text: string) {
  const q = text.trim()
  return useQuery({
    queryKey: ['places', q],
    enabled: q.length >= 3,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Place[]> => {
      const { features } = await send<Geocoded>({ path: `/search/geocode?q=${encodeURIComponent(q)}`, signal })
      return features.map(({ geometry: { coordinates }, properties: { label, postcode = '', city = '' } }) => ({
        label,
        postcode,
        city,
        lng: coordinates[0],
        lat: coordinates[1],
      }))
    },
  })
}

export interface Quote {
  total: number
  tax: number
  metres: number
}

/** What a parcel would cost; asked anew whenever it changes. */
export function useQuote(store: Store, parcel: Parcel | undefined) {
  return useQuery({
    queryKey: ['stores', store.id, 'quote', parcel],
    enabled: parcel !== undefined && store.priced,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      send<Quote>({ method: 'POST', path: `/v1/stores/${store.id}/quote`, body: parcel, signal }),
  })
}

export interface StoreDelivery {
  id: number
  state: 'planned' | 'under_way' | 'done' | 'failed' | 'cancelled'
  to: string
  name: string
  window: { from: string; to: string }
  number: string
  total: number | null
  /** Paths of the label and of the page for whoever waits. */
  label: string
  tracking: string
  can: string[]
}

const deliveriesKey = (store: number) => ['stores', store, 'deliveries'] as const

/** What a store sends, newest first, page by page. */
export function useStoreDeliveries(store: number) {
  return useInfiniteQuery({
    queryKey: deliveriesKey(store),
    queryFn: ({ pageParam, signal }) =>
      send<{ deliveries: StoreDelivery[]; total: number }>({
        path: `/v1/stores/${store}/deliveries?offset=${pageParam}`,
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((sum, page) => sum + page.deliveries.length, 0)
      return last.deliveries.length > 0 && seen < last.total ? seen : undefined
    },
    refetchInterval: 60_000,
  })
}

/** Sends a parcel. The key makes a repetition after a lost answer the same parcel. */
export function useSendParcel(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ parcel, key }: { parcel: Parcel; key: string }) =>
      send<StoreDelivery>({ method: 'POST', path: `/v1/stores/${store}/deliveries`, body: parcel, key }),
    onSettled: () => client.invalidateQueries({ queryKey: deliveriesKey(store) }),
  })
}

/** Takes a delivery back. */
export function useTakeBack(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (id: number) => send<void>({ method: 'DELETE', path: `/v1/deliveries/${id}` }),
    onSettled: () => client.invalidateQueries({ queryKey: deliveriesKey(store) }),
  })
}

export interface SlotRefusal {
  id: number
  name: string
  reason: string
  why: string
}

/** Why a time cannot be chosen, for each time slot of the store. */
export function useWhyNot(store: number) {
  return useMutation({
    networkMode: 'always',
    mutationFn: async (at: string) =>
      (await send<{ slots: SlotRefusal[] }>({ path: `/v1/stores/${store}/why-not?at=${encodeURIComponent(at)}` }))
        .slots,
  })
}
