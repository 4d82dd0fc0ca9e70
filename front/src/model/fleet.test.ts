import { expect, test } from 'vitest'
import type { Fleet } from '../api/fleet'
import { draftOf, lacksOf, sentOf } from './fleet'

const body = { name: 'Cargo', maxVolume: 200, maxWeight: 80500, color: 'red', electric: true, electricRange: 60 }
const fleet: Fleet = {
  warehouses: [{ id: 4, name: 'Gare', address: { streetAddress: 'x', lat: 1, lng: 2 }, vehicles: 1 }],
  vehicles: [{ ...body, id: 1, co2: null, warehouseId: 4, trailers: [2] }],
  trailers: [{ ...body, id: 2 }],
  can: ['edit'],
}

test('what is saved unchanged is sent as it was', () => {
  expect(sentOf(draftOf('vehicles', 1, fleet), 'vehicles')).toEqual({
    ...body,
    color: '#0d6355',
    co2: null,
    warehouseId: 4,
    trailers: [2],
  })
  expect(sentOf(draftOf('trailers', 2, fleet), 'trailers')).toEqual({ ...body, color: '#0d6355' })
})

test('a new vehicle stands in the only warehouse, and lacks the rest', () => {
  const draft = draftOf('vehicles', 0, fleet)
  expect(draft.warehouseId).toBe(4)
  expect(lacksOf(draft, 'vehicles')).toEqual(['name', 'weight', 'volume'])
  expect(lacksOf({ ...draft, name: 'x', weight: '0', volume: '1.5', range: 'far', co2: '-1' }, 'vehicles')).toEqual([
    'volume',
    'range',
    'co2',
  ])
  expect(lacksOf(draft, 'warehouses')).toEqual(['name', 'place'])
})
