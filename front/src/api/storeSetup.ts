import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StoreDraft } from '../model/storeSetup'
import { send } from './send'

export interface Named {
  id: number
  name: string
}

/** How a store is set up. */
export interface StoreSetup {
  id: number
  name: string
  address: { streetAddress: string; lat: number; lng: number }
  priceListId: number | null
  packageSetId: number | null
  timeSlotIds: number[]
  weightRequired: boolean
  packagesRequired: boolean
  severalDrops: boolean
  ownerIds: number[]
}

/** All stores, with what can be chosen for them. */
export interface StoresSetup {
  stores: StoreSetup[]
  priceLists: Named[]
  packageSets: Named[]
  timeSlots: Named[]
  people: Named[]
}

const setupKey = ['stores', 'setup'] as const

export function useStoresSetup() {
  return useQuery({ queryKey: setupKey, queryFn: ({ signal }) => send<StoresSetup>({ path: '/v1/stores', signal }) })
}

/** Adds a store, or changes one. A new one is made first, and then told what its form asks for. */
export function useSaveStore() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: async ({ id, draft }: { id: number; draft: StoreDraft }) => {
      const { place, ...body } = draft
      const address = place && { streetAddress: place.label, lat: place.lat, lng: place.lng }
      if (id)
        return send<StoresSetup>({
          method: 'PUT',
          path: `/v1/stores/${id}`,
          body: { ...body, ...(address && { address }) },
        })
      const made = await send<StoresSetup>({ method: 'POST', path: '/v1/stores', body: { name: body.name, address } })
      const fresh = made.stores.at(-1)?.id
      return send<StoresSetup>({ method: 'PUT', path: `/v1/stores/${fresh}`, body })
    },
    onSuccess: setup => client.setQueryData(setupKey, setup),
    onSettled: () => client.invalidateQueries({ queryKey: ['stores'] }),
  })
}
