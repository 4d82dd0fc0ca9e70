import { describe, expect, it } from 'vitest'
import { type Catalogue, type Product, shelvesOf, squareOf } from './shelf'

const product = (id: number, name: string): Product => ({
  id,
  code: name,
  name,
  price: 1,
  enabled: true,
  disabledUntil: null,
  images: [],
})
const [creme, tarte, soup] = [product(1, 'Crème brûlée'), product(2, 'Tarte'), product(3, 'Soupe')]
const catalogue: Catalogue = {
  menus: [
    { id: 1, name: 'Old', sections: [{ id: 10, name: 'All', products: [soup] }] },
    {
      id: 2,
      name: 'New',
      sections: [
        { id: 20, name: 'Sweet', products: [tarte, creme] },
        { id: 21, name: 'None', products: [] },
      ],
    },
  ],
  products: [creme, tarte, soup],
  options: [],
}
const names = (menu: number | null, wanted?: string) =>
  shelvesOf(catalogue, menu, wanted).map(s => `${s.name}: ${s.products.map(p => p.id).join()}`)

describe('shelvesOf', () => {
  it.each([
    ['groups by the active menu, the rest at the end', 2, undefined, ['Sweet: 2,1', ': 3']],
    ['takes the first menu when none is active', null, '', ['All: 3', ': 1,2']],
    ['finds by a part of the name, without accents', 2, ' CREME', ['Sweet: 1']],
    ['finds nothing', 2, 'x', []],
  ])('%s', (_, menu, wanted, want) => expect(names(menu, wanted)).toEqual(want))
})

describe('squareOf', () => {
  const wide = { ratio: '16:9', url: '/wide' }
  it.each([
    ['nothing', [], null],
    ['the square one', [wide, { ratio: '1:1', url: '/square' }], '/square'],
    ['what there is', [wide], '/wide'],
  ])('takes %s', (_, images, want) => expect(squareOf({ ...soup, images })).toBe(want))
})
