import type { Feature, Position } from 'geojson'
import type { GeoJSONSource, LayerSpecification, Map as LibreMap } from 'maplibre-gl'
import type { MapModel, Picked } from '../model'

export interface Paint {
  accent: string
  ink: string
  surface: string
  warn: string
  danger: string
  muted: string
  /** A font that the style's glyphs serve. */
  font: string[]
}

/** One kind of thing on the map: its source, how it looks, and what of the model it draws. */
export interface Layer {
  source: string
  picks: Picked['layer']
  /** The layer that a tap hits. */
  hit: string
  looks(paint: Paint): LayerSpecification[]
  features(model: MapModel): Feature[]
}

export function install(map: LibreMap, layer: Layer, paint: Paint): void {
  map.addSource(layer.source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  for (const look of layer.looks(paint)) map.addLayer(look)
}

export function draw(map: LibreMap, layer: Layer, model: MapModel): void {
  const source = map.getSource(layer.source) as GeoJSONSource | undefined
  source?.setData({ type: 'FeatureCollection', features: layer.features(model) })
}

export function point(at: Position, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties }
}
