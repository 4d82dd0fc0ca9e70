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
