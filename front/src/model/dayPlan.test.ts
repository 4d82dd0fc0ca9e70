import { describe, expect, it } from 'vitest'
import { choices, dayForm, tasksFor, wheelsFor, wishOf } from './dayPlan'
import { sampleBoard, sampleList, sampleTask } from './sample'

const cold = { name: 'Cold', slug: 'cold', color: '#00f' }
const board = sampleBoard({
  tasks: [
    sampleTask(1, { storeId: 3, orgName: 'Books' }),
    sampleTask(2, { storeId: 3, orgName: 'Books', tags: [cold] }),
    sampleTask(3),
    sampleTask(4, { status: 'DONE' }),
  ],
  lists: [sampleList(10, [3])],
})

describe('the plan of a day', () => {
  it('begins with everything that is free and who is planned', () => {
    const form = dayForm(board, undefined)
    expect(form.carriers.map(c => [c.username, c.wanted])).toEqual([
      ['bob', true],
      ['dora', false],
    ])
    expect(tasksFor(board, form).map(task => task.id)).toEqual([1, 2])
    expect(tasksFor(board, { ...form, tag: 'cold' }).map(task => task.id)).toEqual([2])
    expect(tasksFor(board, { ...form, store: '4' })).toEqual([])
  })

  it('offers stores, tags and the places of pick-ups', () => {
    expect(choices(board)).toEqual({
      stores: [{ id: '3', label: 'Books' }],
      tags: [{ id: 'cold', label: 'Cold' }],
      depots: [
        { id: '1', label: 'Shop 1' },
        { id: '3', label: 'Shop 2' },
      ],
    })
  })

  it('asks for no more than what is filled in', () => {
    const form = dayForm(board, undefined)
    expect(wishOf(board, form, 'Europe/Andorra')).toEqual({ day: '2031-05-06', couriers: [{ courierId: 10 }] })
  })

  it('asks with hours, depot and room', () => {
    const form = dayForm(board, undefined)
    const [bob] = form.carriers as [(typeof form.carriers)[0]]
    const filled = { ...bob, from: '08:30', depot: '1', parcels: '12', kilos: '7.5', vehicle: '4', trailer: '5' }
    const at = { lat: 42.501, lng: 1.5 }
    expect(wishOf(board, { store: '3', tag: 'cold', level: true, carriers: [filled] }, 'Europe/Andorra')).toEqual({
      day: '2031-05-06',
      store: 3,
      tag: 'cold',
      level: true,
      couriers: [
        {
          courierId: 10,
          from: '2031-05-06T06:30:00.000Z',
          to: '2031-05-06T22:00:00.000Z',
          start: at,
          end: at,
          parcels: 12,
          grams: 7500,
          vehicleId: 4,
          trailerId: 5,
        },
      ],
    })
    const late = { ...bob, from: '22:00', to: '02:00' }
    expect(wishOf(board, { ...form, carriers: [late] }, 'Europe/Andorra').couriers[0]?.to).toBe(
      '2031-05-07T00:00:00.000Z',
    )
  })

  it('offers what nobody else takes, and what it can pull', () => {
    const wheels = { maxVolume: 0, maxWeight: 0, gone: false }
    const bikes = [4, 6].map(id => ({ ...wheels, id, name: `Bike ${id}`, trailers: id === 4 ? [5] : [] }))
    const yard = sampleBoard({ vehicles: bikes, trailers: [{ ...wheels, id: 5, name: 'Cart' }] })
    const form = dayForm(yard, undefined)
    const [bob, dora] = form.carriers.map(carrier => ({ ...carrier, wanted: true }))
    if (!bob || !dora) throw new Error('two couriers are missing')
    const taken = { ...form, carriers: [bob, { ...dora, vehicle: '6' }] }
    const ids = ({ vehicles, trailers }: ReturnType<typeof wheelsFor>) =>
      [vehicles, trailers].map(all => all.map(c => c.id))
    expect(ids(wheelsFor(yard, taken, bob))).toEqual([['4'], []])
    expect(ids(wheelsFor(yard, taken, { ...bob, vehicle: '4' }))).toEqual([['4'], ['5']])
  })
})
