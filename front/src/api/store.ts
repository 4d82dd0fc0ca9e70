import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Parcel, type Place, placeOf, type Stop, type Store } from '../model/parcel'
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

/** What a parcel would cost; asked anew whenever it changes. With the id of a delivery: what that would cost after the change. */
export function useQuote(store: Store, parcel: Parcel | undefined, delivery?: number) {
  return useQuery({
    queryKey: ['stores', store.id, 'quote', delivery, parcel],
    enabled: parcel !== undefined && store.priced,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      send<Quote>({
        method: 'POST',
        path: delivery ? `/v1/deliveries/${delivery}/quote` : `/v1/stores/${store.id}/quote`,
        body: parcel,
        signal,
      }),
  })
}

export interface StoreDelivery {
  id: number
  state: 'planned' | 'under_way' | 'done' | 'failed' | 'cancelled'
  to: string
  name: string
  window: { from: string; to: string }
  drops: number
  number: string
  total: number | null
  /** Paths of the label and of the page for whoever waits. */
  label: string
  tracking: string
  can: string[]
}

/** A delivery with its stops and what proves them. */
export interface Sheet extends StoreDelivery {
  stops: SheetStop[]
}

export interface SheetStop extends Stop {
  status: 'TODO' | 'DOING' | 'DONE' | 'FAILED' | 'CANCELLED'
  label: string
  images: { id: number; url: string }[]
  endedAt: string | null
  notes: string
}

const deliveriesKey = (store: number) => ['stores', store, 'deliveries'] as const
const sheetKey = (id: number) => ['deliveries', id] as const

/** Which deliveries of a store: by the day of their last drop-off, or by a text. */
export interface Wanted {
  when: 'today' | 'coming' | 'past' | 'all'
  text: string
}

function askedFor(store: number, { when, text }: Wanted, offset: number): string {
  const query = new URLSearchParams({ offset: String(offset) })
  if (when !== 'all') query.set('when', when)
  if (text.trim()) query.set('q', text.trim())
  return `/v1/stores/${store}/deliveries?${query}`
}

/** What a store sends, page by page. */
export function useStoreDeliveries(store: number, wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: [...deliveriesKey(store), wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      send<{ deliveries: StoreDelivery[]; total: number }>({ path: askedFor(store, wanted, pageParam), signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((sum, page) => sum + page.deliveries.length, 0)
      return last.deliveries.length > 0 && seen < last.total ? seen : undefined
    },
    refetchInterval: 60_000,
  })
}

/** One delivery, null asks for none. */
export function useSheet(id: number | null) {
  return useQuery({
    queryKey: sheetKey(id ?? 0),
    enabled: id !== null,
    queryFn: ({ signal }) => send<Sheet>({ path: `/v1/deliveries/${id}`, signal }),
  })
}

/** Reads a delivery to make a form of it. */
export function useReadSheet() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (id: number) => send<Sheet>({ path: `/v1/deliveries/${id}` }),
  })
}

interface Sending {
  parcel: Parcel
  /** Makes a repetition after a lost answer the same parcel. */
  key: string
  /** Of a change: the delivery, and whether it costs what the price list says now. */
  change?: { id: number; reprice: boolean } | undefined
}

/** Sends a parcel, or changes one. */
export function useSendParcel(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ parcel, key, change }: Sending) =>
      change
        ? send<Sheet>({
            method: 'PUT',
            path: `/v1/deliveries/${change.id}`,
            body: { ...parcel, reprice: change.reprice },
          })
        : send<Sheet>({ method: 'POST', path: `/v1/stores/${store}/deliveries`, body: parcel, key }),
    onSettled: (sheet, _, { change }) => {
      if (change) void client.invalidateQueries({ queryKey: sheetKey(change.id) })
      return client.invalidateQueries({ queryKey: deliveriesKey(store), refetchType: sheet ? 'all' : 'active' })
    },
  })
}

const bookKey = (store: number) => ['stores', store, 'addresses'] as const

interface Book {
  addresses: Stop['address'][]
}

/** The address book of a store. */
export function useAddressBook(store: number) {
  return useQuery({
    queryKey: bookKey(store),
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => send<Book>({ path: `/v1/stores/${store}/addresses`, signal }),
    select: ({ addresses }) => addresses.map(placeOf),
  })
}

/** Saves an address in the book. */
export function useSaveAddress(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (body: Parcel['drops'][number]['address']) =>
      send<Book>({ method: 'POST', path: `/v1/stores/${store}/addresses`, body }),
    onSuccess: book => client.setQueryData(bookKey(store), book),
  })
}

/** Takes a delivery back. */
export function useTakeBack(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (id: number) => send<void>({ method: 'DELETE', path: `/v1/deliveries/${id}` }),
    onSettled: (_, __, id) => {
      void client.invalidateQueries({ queryKey: sheetKey(id) })
      return client.invalidateQueries({ queryKey: deliveriesKey(store) })
    },
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
