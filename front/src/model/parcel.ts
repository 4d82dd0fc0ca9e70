/** A store that parcels are sent for, with what its form asks for. */
export interface Store {
  id: number
  name: string
  address: string
  weightRequired: boolean
  packagesRequired: boolean
  priced: boolean
  packages: string[]
  slots: Slot[]
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

/** A place that the address search found. */
export interface Place {
  label: string
  postcode: string
  city: string
  lat: number
  lng: number
}

/** A parcel as the form holds it. */
export interface Draft {
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
}

export const emptyDraft: Draft = {
  place: null,
  name: '',
  telephone: '',
  comments: '',
  weight: '',
  packages: {},
  window: null,
}

/** What the server is sent. */
export interface Parcel {
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

/** The packages of a draft, those alone of which there are some. */
export function packagesOf(draft: Draft): { name: string; quantity: number }[] {
  return Object.entries(draft.packages)
    .map(([name, text]) => ({ name, quantity: Math.floor(Number(text)) }))
    .filter(({ quantity }) => quantity > 0 && quantity <= 10_000)
}

export type Lack = 'address' | 'window' | 'weight' | 'packages'

/** What a draft lacks before it can be sent, in the order of the form. */
export function lacksOf(draft: Draft, store: Store): Lack[] {
  const grams = gramsOf(draft.weight)
  const lacks: Record<Lack, boolean> = {
    address: !draft.place,
    packages: store.packagesRequired && packagesOf(draft).length === 0,
    weight: Number.isNaN(grams) || (store.weightRequired && !grams),
    window: !draft.window,
  }
  return (Object.keys(lacks) as Lack[]).filter(key => lacks[key])
}

/** What is sent of a draft that has a place; undefined without one. */
export function parcelOf(draft: Draft): Parcel | undefined {
  const { place, window, name, telephone, comments } = draft
  if (!place) return undefined
  const grams = gramsOf(draft.weight)
  const packages = packagesOf(draft)
  return {
    address: {
      streetAddress: place.label,
      lat: place.lat,
      lng: place.lng,
      ...(place.postcode && { postalCode: place.postcode }),
      ...(place.city && { locality: place.city }),
      ...(name.trim() && { name: name.trim() }),
      ...(telephone.trim() && { telephone: telephone.trim() }),
    },
    ...(window && { window: { from: window.from, to: window.to } }),
    ...(window?.slotId && { slotId: window.slotId }),
    ...(comments.trim() && { comments: comments.trim() }),
    ...(grams && { weight: grams }),
    ...(packages.length > 0 && { packages }),
  }
}
