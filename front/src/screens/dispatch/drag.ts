import { useCallback, useRef } from 'react'
import type { DropItem } from 'react-aria-components'
import type { Item } from '../../model/board'

/** What our drags carry; drags from elsewhere are not taken. */
export const dragType = 'application/x-pignon-items'

/** What one dragged row carries. */
export function carried(items: readonly Item[], text: string): Record<string, string> {
  return { [dragType]: JSON.stringify(items), 'text/plain': text }
}

/** The items that a drop brings, in the order in which they were dragged. */
export async function dropped(drops: readonly DropItem[]): Promise<Item[]> {
  const texts = drops.map(drop => (drop.kind === 'text' && drop.types.has(dragType) ? drop.getText(dragType) : '[]'))
  return (await Promise.all(texts)).flatMap(text => JSON.parse(text) as Item[])
}

/** How long after a drop the list may still choose by itself what was dropped. */
const settling = 1000

/** Tells whether a change of what is chosen comes from the list itself, which chooses what was just dropped: ours does not. */
export function useDropped() {
  const at = useRef(Number.NEGATIVE_INFINITY)
  const note = useCallback(() => {
    at.current = performance.now()
  }, [])
  const isOwn = useCallback(() => {
    const own = performance.now() - at.current < settling
    at.current = Number.NEGATIVE_INFINITY
    return own
  }, [])
  return { note, isOwn }
}
