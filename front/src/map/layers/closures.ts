import type { Feature, Position } from 'geojson'
import type { ClosureMark } from '../model'
import type { Layer } from './layer'

const metresPerDegree = 111_195
const corners = 32
/** The smallest circle that is drawn; a closure may be smaller. */
const leastMetres = 15

/** Closed streets are discs with a broken edge, below everything else, and a cross that is seen from afar too. */
export const closures: Layer = {
  source: 'closures',
  picks: 'closure',
  hit: 'closures-disc',
  looks: paint => [
    {
      id: 'closures-disc',
      type: 'fill',
      source: 'closures',
      paint: { 'fill-color': paint.danger, 'fill-opacity': 0.28 },
    },
    {
      id: 'closures-edge',
      type: 'line',
      source: 'closures',
      paint: { 'line-color': paint.danger, 'line-width': 2.5, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'closures-cross',
      type: 'symbol',
      source: 'closures',
      layout: {
        'text-field': '×',
        'text-font': paint.font,
        'text-size': 30,
        'text-offset': [0, -0.2], // the sign stands low in its line
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': paint.danger, 'text-halo-color': paint.surface, 'text-halo-width': 2 },
    },
  ],
  features: model => (model.closures ?? []).map(disc),
}

function disc({ id, at: [lng, lat], radius }: ClosureMark): Feature {
  const north = Math.max(radius, leastMetres) / metresPerDegree
  const east = north / Math.cos((lat * Math.PI) / 180)
  const ring: Position[] = Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * (i % corners)) / corners
    return [lng + east * Math.sin(angle), lat + north * Math.cos(angle)]
  })
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: { id } }
}
