/** An order as the restaurant's screen shows it. */
export interface Order {
  id: number
  version: number
  number: string | null
  state: OrderState
  shop: { id: number; name: string } | null
  fulfillment: 'delivery' | 'collection'
  customer: { id: number; fullName: string; email: string; telephone: string | null } | null
  /** When it was promised. */
  window: { from: string; to: string } | null
  preparationAt: string | null
  /** When it should be ready. */
  pickupAt: string | null
  notes: string
  items: OrderItem[]
  adjustments: { type: string; label: string; amount: number; inPrice: boolean }[]
  /** Minor units. */
  itemsTotal: number
  total: number
  paymentMethod: string
  /** User name of who brings it. */
  courier: string | null
  createdAt: string
  events: { type: string; at: string }[]
  /** What this person may do with it now. */
  can: OrderVerb[]
}

export type OrderState = 'new' | 'accepted' | 'refused' | 'started' | 'ready' | 'fulfilled' | 'cancelled'
export type OrderVerb = 'accept' | 'refuse' | 'delay' | 'start' | 'ready' | 'fulfill' | 'cancel' | 'restore'

export interface OrderItem {
  id: number
  name: string
  options: { label: string; amount: number }[]
  quantity: number
  total: number
  /** Who added the line to a group order. */
  player: string | null
}

/** A shop's day in one picture. */
export interface ShopDay {
  shop: { id: number; name: string }
  state: 'normal' | 'rush' | 'pledge'
  day: string
  orders: Order[]
}

export const columns = ['new', 'accepted', 'started', 'ready', 'later', 'over'] as const
export type Column = (typeof columns)[number]

/** Where an order stands in the kitchen; `today` is when today ends: what was accepted for another day waits apart. */
export function columnOf(order: Order, today: number): Column {
  switch (order.state) {
    case 'accepted':
      return dueOf(order) < today ? 'accepted' : 'later'
    case 'new':
    case 'started':
    case 'ready':
      return order.state
    default:
      return 'over'
  }
}

/** The orders by column: what must be ready first stands first, what is over last stands first. */
export function board(orders: readonly Order[], today: number): Record<Column, Order[]> {
  const all: Record<Column, Order[]> = { new: [], accepted: [], started: [], ready: [], later: [], over: [] }
  const sorted = [...orders].sort((a, b) => dueOf(a) - dueOf(b) || a.id - b.id)
  for (const order of sorted) all[columnOf(order, today)].push(order)
  all.over.reverse()
  return all
}

/** When the kitchen must be done with an order. */
export function dueOf(order: Order): number {
  return Date.parse(order.pickupAt ?? order.window?.from ?? order.createdAt)
}

/** New orders that nobody has opened: as long as there is one, the bell rings. */
export function unheard(orders: readonly Order[], opened: ReadonlySet<number>): Order[] {
  return orders.filter(order => order.state === 'new' && !opened.has(order.id))
}

/** How an order in the kitchen stands to its time. */
export function hurryOf(order: Order, now: number): 'late' | 'soon' | 'calm' {
  if (!['new', 'accepted', 'started'].includes(order.state)) return 'calm'
  const left = dueOf(order) - now
  if (left < 0) return 'late'
  return left < 5 * 60_000 ? 'soon' : 'calm'
}

/** The next step of an order, for its one large button. */
export function nextStep(order: Order): OrderVerb | undefined {
  const steps: OrderVerb[] = ['accept', 'start', 'ready', 'fulfill']
  return steps.find(verb => order.can.includes(verb))
}

/** Whether nothing is left to do: delivered, handed over or called off. */
export function isOver(order: Order): boolean {
  return columnOf(order, Number.POSITIVE_INFINITY) === 'over'
}

/** Whether the courier has the order already. */
export function isPicked(order: Order): boolean {
  return order.events.some(event => event.type === 'order:picked')
}

/** The day with one of its orders replaced by its newer self. */
export function withOrder(day: ShopDay, order: Order): ShopDay {
  const orders = day.orders.map(o => (o.id === order.id && o.version <= order.version ? order : o))
  return { ...day, orders }
}

export const cancelReasons = ['CUSTOMER', 'SOLD_OUT', 'RUSH_HOUR'] as const
export const refuseReasons = ['SOLD_OUT', 'RUSH_HOUR', 'CLOSING'] as const

/** Why an order may be called off. Nobody came only counts for what was to be collected. */
export function reasonsFor(verb: 'refuse' | 'cancel', order: Order): string[] {
  if (verb === 'refuse') return [...refuseReasons]
  return order.fulfillment === 'collection' ? [...cancelReasons, 'NO_SHOW'] : [...cancelReasons]
}
