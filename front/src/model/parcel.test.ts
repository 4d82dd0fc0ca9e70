import { expect, test } from 'vitest'
import { emptyDraft, gramsOf, lacksOf, packagesOf, parcelOf, type Store } from './parcel'

const store: Store = {
  id: 1,
  name: 'Le Fournil',
  address: '12 Rue Sedaine',
  weightRequired: true,
  packagesRequired: true,
  priced: true,
  packages: ['XL'],
  slots: [],
}
const place = { label: '9 Rue Z', postcode: '75011', city: 'Paris', lat: 48.86, lng: 2.37 }

test('weights are typed in kilograms, with a comma or a point', () => {
  expect([gramsOf('2,5'), gramsOf(' 2.5 '), gramsOf('0'), gramsOf('')]).toEqual([2500, 2500, 0, undefined])
  expect([gramsOf('two'), gramsOf('-1'), gramsOf('9999999')]).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

test('what the store asks for is missed, in the order of the form', () => {
  expect(lacksOf(emptyDraft, store)).toEqual(['address', 'packages', 'weight', 'window'])
  expect(
    lacksOf({ ...emptyDraft, weight: 'heavy' }, { ...store, weightRequired: false, packagesRequired: false }),
  ).toEqual(['address', 'weight', 'window'])
  const window = { from: 'a', to: 'b' }
  expect(lacksOf({ ...emptyDraft, place, window, weight: '1', packages: { XL: '2' } }, store)).toEqual([])
})

test('a parcel holds what was said and nothing else', () => {
  expect(parcelOf(emptyDraft)).toBeUndefined()
  expect(parcelOf({ ...emptyDraft, place })).toEqual({
    address: { streetAddress: '9 Rue Z', lat: 48.86, lng: 2.37, postalCode: '75011', locality: 'Paris' },
  })
  const draft = {
    ...emptyDraft,
    place,
    name: ' Ida ',
    weight: '1,5',
    packages: { XL: '2', S: '0', M: 'x' },
    window: { from: 'a', to: 'b', slotId: 3 },
  }
  expect(packagesOf(draft)).toEqual([{ name: 'XL', quantity: 2 }])
  expect(parcelOf(draft)).toEqual({
    address: { streetAddress: '9 Rue Z', lat: 48.86, lng: 2.37, postalCode: '75011', locality: 'Paris', name: 'Ida' },
    window: { from: 'a', to: 'b' },
    slotId: 3,
    weight: 1500,
    packages: [{ name: 'XL', quantity: 2 }],
  })
})
