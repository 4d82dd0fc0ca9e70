import {
  AttributionControl,
  Map as LibreMap,
  type LngLatBoundsLike,
  NavigationControl,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import { closures } from './layers/closures'
import { couriers } from './layers/couriers'
import { draw, install, type Layer, type Paint } from './layers/layer'
import { routes } from './layers/routes'
import { tasks } from './layers/tasks'
import { boundsOf, type MapModel, type Picked, type Position } from './model'

export interface MapIn {
  element: HTMLElement
  /** Address of the style, such as `/map/style.json?lang=fr`. */
  style: string
  centre: Position
  zoom: number
  onPick?: (picked: Picked) => void
  /** A tap anywhere, on a mark too. */
  onTap?: (at: Position) => void
  onFail?: () => void
}

/** A drawn map. Nothing of the map library shows through. */
export interface DrawnMap {
  draw(model: MapModel): void
  /** Moves so that everything drawn can be seen. */
  fit(): void
  look(at: Position): void
  centre(): Position
  close(): void
}

// The order of drawing, from below.
const layers: Layer[] = [closures, routes, tasks, couriers]
const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

setWorkerUrl(workerUrl)

/** Opens a map in an element. Draw before it is ready is kept and drawn then. */
export function openMap(wanted: MapIn): DrawnMap {
  const map = new LibreMap({
    container: wanted.element,
    style: wanted.style,
    center: wanted.centre,
    zoom: wanted.zoom,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new AttributionControl({ compact: false }))
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')

  let model: MapModel = { tasks: [], couriers: [], routes: [] }
  let ready = false
  map.on('load', () => {
    const paint = paintOf(map, wanted.element)
    for (const layer of layers) install(map, layer, paint)
    ready = true
    for (const layer of layers) draw(map, layer, model)
  })
  map.on('error', () => {
    if (!ready) wanted.onFail?.()
  })
  if (wanted.onPick) listenForPicks(map, wanted.onPick)
  map.on('click', ({ lngLat }) => wanted.onTap?.([lngLat.lng, lngLat.lat]))

  return {
    draw: next => {
      const before = model
      model = next
      if (ready) for (const layer of layers) if (changed(layer, before, next)) draw(map, layer, next)
    },
    fit: () => {
      const bounds = boundsOf(model)
      if (bounds) map.fitBounds(bounds as LngLatBoundsLike, { padding: 56, maxZoom: 16, animate: !still() })
    },
    look: at => {
      map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 15), animate: !still() })
    },
    centre: () => {
      const { lng, lat } = map.getCenter()
      return [lng, lat]
    },
    close: () => map.remove(),
  }
}

function changed(layer: Layer, before: MapModel, after: MapModel): boolean {
  const part = layer.source as keyof MapModel
  return before[part] !== after[part]
}

function listenForPicks(map: LibreMap, onPick: (picked: Picked) => void): void {
  for (const layer of layers) {
    map.on('click', layer.hit, event => {
      const id = event.features?.[0]?.properties.id
      if (id !== undefined) onPick({ layer: layer.picks, id: String(id) })
    })
    map.on('mouseenter', layer.hit, () => {
      map.getCanvas().style.cursor = 'pointer'
    })
    map.on('mouseleave', layer.hit, () => {
      map.getCanvas().style.cursor = ''
    })
  }
}

/** The page's colours, and a font that this style has glyphs for. */
function paintOf(map: LibreMap, element: HTMLElement): Paint {
  const page = getComputedStyle(element)
  const colour = (name: string) => page.getPropertyValue(name).trim() || '#0d6355'
  return {
    accent: colour('--map-accent'),
    ink: colour('--map-ink'),
    surface: colour('--map-surface'),
    warn: colour('--map-warn'),
    danger: colour('--map-danger'),
    muted: colour('--map-muted'),
    font: fontOf(map) ?? ['Noto Sans Regular'],
  }
}

function fontOf(map: LibreMap): string[] | undefined {
  for (const layer of map.getStyle().layers) {
    const font = layer.type === 'symbol' ? layer.layout?.['text-font'] : undefined
    if (Array.isArray(font) && font.every(f => typeof f === 'string') && font[0] !== 'literal') return font as string[]
  }
  return undefined
}
