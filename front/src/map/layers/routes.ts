import type { Layer } from './layer'

/** Tours are lines in their courier's colour on a pale casing. */
export const routes: Layer = {
  source: 'routes',
  picks: 'route',
  hit: 'routes-line',
  looks: paint => [
    {
      id: 'routes-casing',
      type: 'line',
      source: 'routes',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': paint.surface, 'line-width': ['case', ['get', 'selected'], 9, 6], 'line-opacity': 0.85 },
    },
    {
      id: 'routes-line',
      type: 'line',
      source: 'routes',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ['get', 'colour'], 'line-width': ['case', ['get', 'selected'], 5, 3] },
    },
  ],
  features: model =>
    model.routes.map(({ id, line, colour, selected = false }) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line },
      properties: { id, colour, selected },
    })),
}
