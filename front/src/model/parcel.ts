/** A store that parcels are sent for, with what its form asks for. */
export interface Store {
  id: number
  name: string
  address: string
  weightRequired: boolean
  packagesRequired: boolean
  priced: boolean
  /** One delivery may go to several places. */
  severalDrops: boolean
  packages: string[]
  slots: Slot[]
  can: string[]
}

/** A time slot with what can be chosen now. */
export interface Slot {
  id: number
  name: string
  choices: Span[]
}

/** A window, as ISO texts. */
export interface Span {
  from: string
  to: string
}

/** A place that the address search found, or one of the address book with who is there. */
export interface Place {
  label: string
  postcode: string
  city: string
  lat: number
  lng: number
  name?: string
  telephone?: string
  /** Of one that is in the address book already. */
  saved?: boolean
}

/** A place to deliver to, as the form holds it. */
export interface Drop {
  /** The stop that it is, of a delivery that exists. */
  taskId?: number
  place: Place | null
  name: string
  telephone: string
  comments: string
  /** In kilograms, as it is typed. */
  weight: string
  /** How many of each kind, as it is typed. */
  packages: Record<string, string>
  /** The chosen window, with its time slot; free windows have none. */
  window: (Span & { slotId?: number }) | null
  /** Save the address in the store's book. */
  keep: boolean
}

export const emptyDrop: Drop = {
  place: null,
  name: '',
  telephone: '',
  comments: '',
  weight: '',
  packages: {},
  window: null,
  keep: false,
}

/** What the server is sent. */
export interface Parcel {
  drops: ParcelDrop[]
}

export interface ParcelDrop {
  taskId?: number
  address: {
    streetAddress: string
    lat: number
    lng: number
    name?: string
    telephone?: string
    postalCode?: string
    locality?: string
  }
  window?: Span
  slotId?: number
  comments?: string
  weight?: number
  packages?: { name: string; quantity: number }[]
}

/** Grams of a weight typed in kilograms; undefined for nothing, NaN for what is no weight. */
export function gramsOf(text: string): number | undefined {
  const typed = text.trim().replace(',', '.')
  if (!typed) return undefined
  const kilos = Number(typed)
  return kilos >= 0 && kilos <= 1_000_000 ? Math.round(kilos * 1000) : Number.NaN
}

/** The packages of a drop-off, those alone of which there are some. */
export function packagesOf(drop: Drop): { name: string; quantity: number }[] {
  return Object.entries(drop.packages)
    .map(([name, text]) => ({ name, quantity: Math.floor(Number(text)) }))
    .filter(({ quantity }) => quantity > 0 && quantity <= 10_000)
}

export type Lack = 'address' | 'window' | 'weight' | 'packages'

/** What a drop-off lacks before it can be sent, in the order of the form. */
export function lacksOf(drop: Drop, store: Store): Lack[] {
  const grams = gramsOf(drop.weight)
  const lacks: Record<Lack, boolean> = {
    address: !drop.place,
    packages: store.packagesRequired && packagesOf(drop).length === 0,
    weight: Number.isNaN(grams) || (store.weightRequired && !grams),
    window: !drop.window,
  }
  return (Object.keys(lacks) as Lack[]).filter(key => lacks[key])
}

/** What is sent of drop-offs that all have a place; undefined otherwise. */
export function parcelOf(drops: readonly Drop[]): Parcel | undefined {
  const sent = drops.map(dropOf).filter(drop => drop !== undefined)
  return sent.length === drops.length ? { drops: sent } : undefined
}

function dropOf({ taskId, place, window, name, telephone, comments, ...rest }: Drop): ParcelDrop | undefined {
  if (!place) return undefined
  const grams = gramsOf(rest.weight)
  const packages = packagesOf({ ...emptyDrop, ...rest })
  return {
    ...(taskId && { taskId }),
    address: {
      streetAddress: place.label,
      lat: place.lat,
      lng: place.lng,
      ...(place.postcode && { postalCode: place.postcode }),
      ...(place.city && { locality: place.city }),
      ...((name.trim() || taskId) && { name: name.trim() }),
      ...((telephone.trim() || taskId) && { telephone: telephone.trim() }),
    },
    ...(window && { window: { from: window.from, to: window.to } }),
    ...(window?.slotId && { slotId: window.slotId }),
    ...(comments.trim() && { comments: comments.trim() }),
    ...(grams && { weight: grams }),
    ...(packages.length > 0 && { packages }),
  }
}

/** A stop of a delivery that exists, as far as a form is made of it. */
export interface Stop {
  taskId: number
  type: 'PICKUP' | 'DROPOFF'
  address: {
    streetAddress: string
    lat: number
    lng: number
    name: string | null
    telephone: string | null
    postalCode: string
    locality: string
  }
  window: Span
  comments: string
  weight: number | null
  packages: { name: string; quantity: number }[]
}

/** A place of the address book, or of a stop, as the form has it. */
export function placeOf(address: Stop['address']): Place {
  return {
    label: address.streetAddress,
    postcode: address.postalCode,
    city: address.locality,
    lat: address.lat,
    lng: address.lng,
    ...(address.name && { name: address.name }),
    ...(address.telephone && { telephone: address.telephone }),
    saved: true,
  }
}

/** The drop-offs of a delivery as the form has them: to change them, or to send the same at another time. */
export function dropsOf(stops: readonly Stop[], use: 'change' | 'again'): Drop[] {
  return stops
    .filter(({ type }) => type === 'DROPOFF')
    .map(({ taskId, address, window, comments, weight, packages }) => ({
      ...(use === 'change' && { taskId }),
      place: placeOf(address),
      name: address.name ?? '',
      telephone: address.telephone ?? '',
      comments,
      weight: weight === null ? '' : String(weight / 1000),
      packages: Object.fromEntries(packages.map(({ name, quantity }) => [name, String(quantity)])),
      window: use === 'change' ? window : null,
      keep: false,
    }))
}
