import { expect, test } from 'vitest'
import { dropsOf, emptyDrop, gramsOf, lacksOf, packagesOf, parcelOf, type Stop, type Store } from './parcel'

const store: Store = {
  id: 1,
  name: 'Le Fournil',
  address: '12 Rue Sedaine',
  weightRequired: true,
  packagesRequired: true,
  priced: true,
  severalDrops: true,
  packages: ['XL'],
  slots: [],
  can: [],
}
const place = { label: '9 Rue Z', postcode: '75011', city: 'Paris', lat: 48.86, lng: 2.37 }

test('weights are typed in kilograms, with a comma or a point', () => {
  expect([gramsOf('2,5'), gramsOf(' 2.5 '), gramsOf('0'), gramsOf('')]).toEqual([2500, 2500, 0, undefined])
  expect([gramsOf('two'), gramsOf('-1'), gramsOf('9999999')]).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

test('what the store asks for is missed, in the order of the form', () => {
  expect(lacksOf(emptyDrop, store)).toEqual(['address', 'packages', 'weight', 'window'])
  expect(
    lacksOf({ ...emptyDrop, weight: 'heavy' }, { ...store, weightRequired: false, packagesRequired: false }),
  ).toEqual(['address', 'weight', 'window'])
  const window = { from: 'a', to: 'b' }
  expect(lacksOf({ ...emptyDrop, place, window, weight: '1', packages: { XL: '2' } }, store)).toEqual([])
})

test('a parcel holds what was said and nothing else', () => {
  expect(parcelOf([emptyDrop])).toBeUndefined()
  expect(parcelOf([{ ...emptyDrop, place }, emptyDrop])).toBeUndefined()
  const address = { streetAddress: '9 Rue Z', lat: 48.86, lng: 2.37, postalCode: '75011', locality: 'Paris' }
  expect(parcelOf([{ ...emptyDrop, place }])).toEqual({ drops: [{ address }] })
  const draft = {
    ...emptyDrop,
    place,
    name: ' Ida ',
    weight: '1,5',
    packages: { XL: '2', S: '0', M: 'x' },
    window: { from: 'a', to: 'b', slotId: 3 },
  }
  expect(packagesOf(draft)).toEqual([{ name: 'XL', quantity: 2 }])
  expect(parcelOf([draft])?.drops).toEqual([
    {
      address: { ...address, name: 'Ida' },
      window: { from: 'a', to: 'b' },
      slotId: 3,
      weight: 1500,
      packages: [{ name: 'XL', quantity: 2 }],
    },
  ])
})

test('a delivery becomes a form: to change it, or to send the same again', () => {
  const address = {
    streetAddress: '9 Rue Z',
    lat: 48.86,
    lng: 2.37,
    name: null,
    telephone: '+33',
    postalCode: '',
    locality: '',
  }
  const window = { from: 'a', to: 'b' }
  const stop: Stop = {
    taskId: 2,
    type: 'DROPOFF',
    address,
    window,
    comments: 'ring',
    weight: 1500,
    packages: [{ name: 'XL', quantity: 2 }],
  }
  const stops: Stop[] = [{ ...stop, taskId: 1, type: 'PICKUP' }, stop]
  const [same] = dropsOf(stops, 'change')
  expect(same).toMatchObject({ taskId: 2, telephone: '+33', weight: '1.5', packages: { XL: '2' }, window })
  expect(parcelOf(same ? [same] : [])?.drops[0]).toMatchObject({ taskId: 2, address: { name: '' }, weight: 1500 })
  const [again] = dropsOf(stops, 'again')
  expect(again).toMatchObject({ comments: 'ring', window: null })
  expect(again).not.toHaveProperty('taskId')
})
