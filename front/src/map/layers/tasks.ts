import { type Layer, point } from './layer'

/** Pick-ups are rings, drop-offs are full discs; the state or who carries it is the colour, the number is the place in the tour. */
export const tasks: Layer = {
  source: 'tasks',
  picks: 'task',
  hit: 'tasks-disc',
  looks: paint => {
    const todo = ['coalesce', ['get', 'colour'], paint.accent]
    const tone: unknown[] = ['match', ['get', 'tone'], 'doing', paint.warn, 'failed', paint.danger]
    const colour = [...tone, 'done', paint.muted, 'muted', paint.muted, todo] as unknown as string
    const isPickup = ['==', ['get', 'kind'], 'pickup']
    return [
      {
        id: 'tasks-disc',
        type: 'circle',
        source: 'tasks',
        paint: {
          'circle-radius': ['case', ['get', 'selected'], 15, 11],
          'circle-color': ['case', isPickup, paint.surface, colour] as unknown as string,
          'circle-stroke-color': ['case', isPickup, colour, paint.surface] as unknown as string,
          'circle-stroke-width': ['case', isPickup, 4, 2] as unknown as number,
        },
      },
      {
        id: 'tasks-label',
        type: 'symbol',
        source: 'tasks',
        layout: {
          'text-field': ['get', 'label'],
          'text-font': paint.font,
          'text-size': 12,
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': ['case', isPickup, paint.ink, paint.surface] as unknown as string },
      },
    ]
  },
  features: model =>
    model.tasks.map(({ at, id, kind, tone, colour = null, label = '', selected = false }) =>
      point(at, { id, kind, tone, colour, label, selected }),
    ),
}
