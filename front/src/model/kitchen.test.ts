import { describe, expect, it } from 'vitest'
import { board, hurryOf, nextStep, type Order, type OrderState, reasonsFor, unheard, withOrder } from './kitchen'

const at = (minute: number) => new Date(Date.parse('2026-11-24T18:00:00Z') + minute * 60_000).toISOString()
const now = Date.parse(at(0))

function order(id: number, state: OrderState, minute: number, more: Partial<Order> = {}): Order {
  return {
    id,
    version: 1,
    number: `A${id}`,
    state,
    shop: { id: 1, name: 'Sol' },
    fulfillment: 'delivery',
    customer: null,
    window: null,
    preparationAt: null,
    pickupAt: at(minute),
    notes: '',
    items: [],
    adjustments: [],
    itemsTotal: 0,
    total: 0,
    paymentMethod: 'CARD',
    courier: null,
    createdAt: at(-60),
    events: [],
    can: [],
    ...more,
  }
}

const ids = (orders: Order[]) => orders.map(o => o.id)

describe('kitchen', () => {
  it('puts what must be ready first on top, and what is over last', () => {
    const all = board(
      [
        order(1, 'accepted', 30),
        order(2, 'accepted', 10),
        order(3, 'fulfilled', 0),
        order(4, 'refused', 5),
        order(5, 'new', 20),
        order(6, 'accepted', 24 * 60),
        order(7, 'new', 24 * 60),
      ],
      now + 6 * 3_600_000,
    )
    expect(Object.fromEntries(Object.entries(all).map(([column, list]) => [column, ids(list)]))).toEqual({
      new: [5, 7],
      accepted: [2, 1],
      started: [],
      ready: [],
      later: [6],
      over: [4, 3],
    })
  })

  it('rings for new orders until they are opened', () => {
    const orders = [order(1, 'new', 5), order(2, 'new', 5), order(3, 'accepted', 5)]
    expect(ids(unheard(orders, new Set([1])))).toEqual([2])
  })

  it.each([
    ['started', -1, 'late'],
    ['started', 4, 'soon'],
    ['started', 6, 'calm'],
    ['ready', -1, 'calm'],
    ['cancelled', -1, 'calm'],
  ] as const)('an order %s due in %i minutes is %s', (state, minute, want) =>
    expect(hurryOf(order(1, state, minute), now)).toBe(want))

  it('offers the next step that is allowed', () => {
    expect(nextStep(order(1, 'new', 0, { can: ['refuse', 'accept'] }))).toBe('accept')
    expect(nextStep(order(1, 'accepted', 0, { can: ['ready', 'start', 'delay'] }))).toBe('start')
    expect(nextStep(order(1, 'cancelled', 0, { can: ['restore'] }))).toBeUndefined()
  })

  it('takes a newer order, never an older one', () => {
    const day = {
      shop: { id: 1, name: '' },
      state: 'normal' as const,
      day: '',
      orders: [order(1, 'accepted', 0, { version: 3 })],
    }
    expect(withOrder(day, order(1, 'new', 0, { version: 2 })).orders[0]?.state).toBe('accepted')
    expect(withOrder(day, order(1, 'ready', 0, { version: 4 })).orders[0]?.state).toBe('ready')
    expect(ids(withOrder(day, order(2, 'new', 0)).orders)).toEqual([1])
  })

  it('knows why an order may be called off', () => {
    expect(reasonsFor('refuse', order(1, 'new', 0))).toContain('CLOSING')
    expect(reasonsFor('cancel', order(1, 'ready', 0))).not.toContain('NO_SHOW')
    expect(reasonsFor('cancel', order(1, 'ready', 0, { fulfillment: 'collection' }))).toContain('NO_SHOW')
  })
})
