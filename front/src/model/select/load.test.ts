import { describe, expect, it } from 'vitest'
import { give } from '../actions/give'
import { sampleBoard, sampleList, sampleTask } from '../sample'
import { burdenOf, mostAtOnce } from './load'

// Two deliveries: 1 to 2 with 5 kg, 3 to 4 with 7 kg; a pick-up shows what its drop-offs bring.
const five = { weight: 5000, volume: 2 }
const seven = { weight: 7000, volume: 3 }
const [p1, d1, p2, d2] = [sampleTask(1, five), sampleTask(2, five), sampleTask(3, seven), sampleTask(4, seven)]
const stops = [p1, d1, p2, d2] as const

describe('what is on board at once', () => {
  it.each([
    ['one after the other', stops, 7000, 3],
    ['both', [p1, p2, d1, d2], 12000, 5],
    ['what was fetched before', [d1, p2, d2], 7000, 3],
    ['what was fetched before, dropped later', [p2, d1, d2], 12000, 5],
    ['what somebody else brings on', [p1, p2], 12000, 5],
    ['nothing', [], 0, 0],
  ])('%s', (_, row, grams, volume) => {
    expect(mostAtOnce(row as (typeof stops)[number][])).toEqual({ grams, volume })
  })

  it('counts what only the pick-up weighs until the last drop-off', () => {
    const light = { weight: null, volume: 0 }
    const row = [sampleTask(1, five), sampleTask(2, light), sampleTask(3, seven), sampleTask(4, light)]
    expect(mostAtOnce(row)).toEqual({ grams: 7000, volume: 3 })
  })

  it('counts a lone pick-up to the end', () => {
    const alone = sampleTask(5, { delivery: null, weight: 1000 })
    expect(mostAtOnce([alone, sampleTask(4, { ...seven, delivery: null })])).toEqual({ grams: 8000, volume: 3 })
  })
})

describe('the room of a list', () => {
  const bike = { id: 1, name: 'Bike', maxVolume: 0, maxWeight: 6000, trailers: [2], gone: false }
  const cart = { id: 2, name: 'Cart', maxVolume: 10, maxWeight: 4000, gone: false }
  const board = (vehicleId: number | null, trailerId: number | null) =>
    sampleBoard({
      tasks: [...stops],
      vehicles: [bike],
      trailers: [cart],
      lists: [{ ...sampleList(10, [1, 2]), vehicleId, trailerId }],
    })

  it('is that of vehicle and trailer, and not bounded where it is not known', () => {
    expect(burdenOf(board(1, 2), 10)).toEqual({
      most: { grams: 5000, volume: 2 },
      room: { grams: 10000, volume: 0 },
      over: false,
    })
    expect(burdenOf(board(null, 2), 10).room).toEqual({ grams: 0, volume: 0 })
  })

  it('tells before it happens that something is too much', () => {
    const more = { items: [{ task: 3 }, { task: 4 }], courierId: 10 }
    expect(burdenOf(give(board(1, null), more), 10).over).toBe(true)
    expect(burdenOf(give(board(1, 2), more), 10).over).toBe(false)
    expect(burdenOf(give(board(null, null), more), 10).over).toBe(false)
  })
})
