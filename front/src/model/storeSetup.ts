import type { StoreSetup, StoresSetup } from '../api/storeSetup'
import type { Place } from './parcel'

/** A store as its form holds it; place is where it shall stand, null where it stands now. */
export type StoreDraft = Omit<StoreSetup, 'id' | 'address'> & { place: Place | null }

/** What the form starts with; id 0 is a new store. */
export function storeDraftOf(id: number, { stores, priceLists }: StoresSetup): StoreDraft {
  const found = stores.find(store => store.id === id)
  if (found) {
    const { id: _, address: __, ...rest } = found
    return { ...rest, place: null }
  }
  return {
    name: '',
    place: null,
    priceListId: priceLists.length === 1 ? (priceLists[0]?.id ?? null) : null,
    packageSetId: null,
    timeSlotIds: [],
    weightRequired: false,
    packagesRequired: false,
    severalDrops: true,
    ownerIds: [],
  }
}
