import { type QueryClient, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { invalidate, type Reactions } from '../live/reactions'
import { dayAfter } from '../model/day'
import { type Order, type OrderVerb, type ShopDay, withOrder } from '../model/kitchen'
import { send } from './send'

/** First part of the keys of every shop's orders. */
export const ordersKey = ['shop-orders'] as const

/** A shop whose orders this person handles. */
export interface OwnShop {
  id: number
  name: string
  state: 'normal' | 'rush' | 'pledge'
  enabled: boolean
}

/** The shops whose orders this person handles. */
export function useOwnShops() {
  return useQuery({
    queryKey: ['own-shops'],
    queryFn: async () => (await send<{ shops: OwnShop[] }>({ path: '/v1/shops/mine' })).shops,
    staleTime: 60_000,
  })
}

/** As far ahead as people can order. */
const daysAhead = 7
/** Asked for again even when the live line seems to stand: an order that nobody sees is the worst that can happen here. */
const often = 30_000
const seldom = 5 * 60_000

/** Orders of a shop from today to a week ahead: a new one for another day wants an answer too. */
export function useShopOrders(shop: number, today: string) {
  return useQueries({
    queries: Array.from({ length: daysAhead + 1 }, (_, i) => {
      const day = dayAfter(today, i)
      return {
        queryKey: [...ordersKey, shop, day],
        queryFn: () => send<ShopDay>({ path: `/v1/shops/${shop}/orders?day=${day}` }),
        refetchInterval: i === 0 ? often : seldom,
        refetchIntervalInBackground: true,
        networkMode: 'always' as const,
        retry: 1,
      }
    }),
    combine: results => {
      const [first] = results
      const found = new Map<number, Order>()
      for (const order of results.flatMap(r => r.data?.orders ?? [])) found.set(order.id, order)
      return {
        orders: [...found.values()],
        today: first?.data,
        error: results.find(r => r.isError)?.error ?? null,
        retry: () => void Promise.all(results.map(r => r.refetch())),
      }
    },
  })
}

const again = invalidate(ordersKey)

/** What the live line tells of orders. */
export const orderReactions: Reactions = Object.fromEntries(
  [
    'created',
    'accepted',
    'refused',
    'delayed',
    'picked',
    'dropped',
    'fulfilled',
    'cancelled',
    'restored',
    'preparation_started',
    'preparation_finished',
    'state_changed',
    'price_updated',
  ].map(name => [`order:${name}`, again]),
)

export interface OrderCommand {
  id: number
  verb: OrderVerb
  reason?: string
  minutes?: number
}

/** Does something with an order; the answer is shown at once. */
export function useOrderVerb() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, verb, ...body }: OrderCommand) =>
      send<Order>({ method: 'POST', path: `/v1/orders/${id}/${verb}`, body }),
    onSuccess: order => show(client, order),
    onSettled: () => client.invalidateQueries({ queryKey: ordersKey }),
  })
}

function show(client: QueryClient, order: Order): void {
  client.setQueriesData<ShopDay>({ queryKey: ordersKey }, day => day && withOrder(day, order))
}
