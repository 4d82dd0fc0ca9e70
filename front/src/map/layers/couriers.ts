import { type Layer, point } from './layer'

/** Couriers are discs with a halo and their name; an old position is pale. */
export const couriers: Layer = {
  source: 'couriers',
  picks: 'courier',
  hit: 'couriers-disc',
  looks: paint => [
    {
      id: 'couriers-halo',
      type: 'circle',
      source: 'couriers',
      paint: {
        'circle-radius': ['case', ['get', 'selected'], 24, 18],
        'circle-color': paint.accent,
        'circle-opacity': ['case', ['get', 'fresh'], 0.22, 0.08],
      },
    },
    {
      id: 'couriers-disc',
      type: 'circle',
      source: 'couriers',
      paint: {
        'circle-radius': 8,
        'circle-color': paint.ink,
        'circle-opacity': ['case', ['get', 'fresh'], 1, 0.45],
        'circle-stroke-color': paint.surface,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'couriers-name',
      type: 'symbol',
      source: 'couriers',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': paint.font,
        'text-size': 13,
        'text-offset': [0, 1.4],
        'text-anchor': 'top',
      },
      paint: { 'text-color': paint.ink, 'text-halo-color': paint.surface, 'text-halo-width': 1.5 },
    },
  ],
  features: model =>
    model.couriers.map(({ at, id, name, fresh, selected = false }) => point(at, { id, name, fresh, selected })),
}
