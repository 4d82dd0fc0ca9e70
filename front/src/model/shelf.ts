/** A shop as it stands. */
export interface ShopNow {
  id: number
  name: string
  state: 'normal' | 'rush' | 'pledge'
  open: boolean
  nextOpening: string | null
  closings: { id: number; from: string; to: string; reason: string }[]
  menuId: number | null
  image: string | null
  bannerImage: string | null
  can: string[]
}

export interface Product {
  id: number
  code: string
  name: string
  price: number
  enabled: boolean
  disabledUntil: string | null
  images: { ratio: string; url: string }[]
}

export interface OptionValue {
  id: number
  name: string
  price: number
  enabled: boolean
}

/** Everything that a shop can sell. */
export interface Catalogue {
  menus: { id: number; name: string; sections: { id: number; name: string; products: Product[] }[] }[]
  products: Product[]
  options: { id: number; name: string; values: OptionValue[] }[]
}

export interface Shelf {
  id: string
  /** Empty for what stands on no menu. */
  name: string
  products: Product[]
}

/** The products as the active menu groups them, what is on no menu at the end; `wanted` keeps those whose name holds it. */
export function shelvesOf(catalogue: Catalogue, menuId: number | null, wanted = ''): Shelf[] {
  const menu = catalogue.menus.find(m => m.id === menuId) ?? catalogue.menus[0]
  const placed = new Set<number>()
  const shelves: Shelf[] = []
  for (const section of menu?.sections ?? []) {
    for (const product of section.products) placed.add(product.id)
    shelves.push({ id: String(section.id), name: section.name, products: section.products })
  }
  shelves.push({ id: 'rest', name: '', products: catalogue.products.filter(p => !placed.has(p.id)) })
  const holds = (product: Product) => plain(product.name).includes(plain(wanted))
  return shelves
    .map(shelf => ({ ...shelf, products: shelf.products.filter(holds) }))
    .filter(shelf => shelf.products.length > 0)
}

/** Without accents and capitals: "Crème" is found by "creme". */
function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}

/** The picture of a product that fits into a square, null without one. */
export function squareOf(product: Product): string | null {
  return (product.images.find(i => i.ratio === '1:1') ?? product.images[0])?.url ?? null
}
