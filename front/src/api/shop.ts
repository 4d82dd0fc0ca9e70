import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Catalogue, Product, ShopNow } from '../model/shelf'
import { send } from './send'

const shopKey = (id: number) => ['shop', id] as const
const catalogueKey = (id: number) => ['shop', id, 'catalogue'] as const

/** A shop as it stands: pace, closures, and what this person may change. */
export function useShop(id: number) {
  return useQuery({
    queryKey: shopKey(id),
    queryFn: () => send<ShopNow>({ path: `/v1/shops/${id}` }),
    refetchInterval: 60_000,
  })
}

/** Everything that a shop can sell, also what is off. */
export function useCatalogue(id: number) {
  return useQuery({
    queryKey: catalogueKey(id),
    queryFn: () => send<Catalogue>({ path: `/v1/shops/${id}/catalogue` }),
  })
}

export type PaceCommand = 'rush' | 'calm' | 'close' | 'reopen'

/** Slows a shop down, closes it for today, and back. */
export function useShopPace(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (command: PaceCommand) => {
      switch (command) {
        case 'rush':
        case 'calm': {
          const state = command === 'rush' ? 'rush' : 'normal'
          return send<ShopNow>({ method: 'PATCH', path: `/v1/shops/${id}`, body: { state } })
        }
        case 'close':
          return send<ShopNow>({ method: 'POST', path: `/v1/shops/${id}/closing` })
        case 'reopen':
          return send<ShopNow>({ method: 'DELETE', path: `/v1/shops/${id}/closing` })
      }
    },
    onSuccess: shop => client.setQueryData(shopKey(id), shop),
    onError: () => client.invalidateQueries({ queryKey: shopKey(id) }),
  })
}

export interface Switch {
  kind: 'products' | 'option-values'
  id: number
  enabled: boolean
  /** When a product comes back by itself, as ISO text. */
  until?: string
}

/** Switches a product or a choice on or off. */
export function useSwitch(shop: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, id, ...body }: Switch) =>
      send<Product | unknown>({ method: 'PATCH', path: `/v1/${kind}/${id}`, body }),
    onSettled: () => client.invalidateQueries({ queryKey: catalogueKey(shop) }),
  })
}

export type PicturePlace = `shops/${number}/${'picture' | 'banner'}` | `products/${number}/picture`

/** Gives a shop or a product a picture, or takes it away when there is no photo; it is done once the screen's data are fresh. */
export function usePicture(shop: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always', // without network it fails in words instead of waiting
    mutationFn: ({ place, photo }: { place: PicturePlace; photo?: Blob }) => {
      if (!photo) return send<unknown>({ method: 'DELETE', path: `/v1/${place}` })
      const body = new FormData()
      body.set('file', photo, 'photo.jpg')
      return send<unknown>({ method: 'PUT', path: `/v1/${place}`, body })
    },
    onSettled: () => client.invalidateQueries({ queryKey: shopKey(shop) }),
  })
}
