/** Longitude and latitude in degrees, in the order that GeoJSON wants. */
export type Position = [longitude: number, latitude: number]

export type Tone = 'todo' | 'doing' | 'done' | 'failed' | 'muted'

export interface TaskMark {
  id: string
  at: Position
  kind: 'pickup' | 'dropoff'
  tone: Tone
  /** CSS colour of who carries it, while it is to be done; the tone's own otherwise. */
  colour?: string
  /** Short text in the mark, such as the place in the tour. */
  label?: string
  selected?: boolean
}

export interface CourierMark {
  id: string
  at: Position
  name: string
  /** False when the last position is old; drawn pale. */
  fresh: boolean
  selected?: boolean
}

export interface RouteLine {
  id: string
  line: Position[]
  /** CSS colour of the courier or tour. */
  colour: string
  selected?: boolean
}

/** Streets that are closed: all that pass within the radius. */
export interface ClosureMark {
  id: string
  at: Position
  /** Metres. */
  radius: number
}

/** Everything that a map shows. The map draws it and owns nothing. */
export interface MapModel {
  tasks: TaskMark[]
  couriers: CourierMark[]
  routes: RouteLine[]
  closures?: ClosureMark[]
}

export type Picked = { layer: 'task' | 'courier' | 'route' | 'closure'; id: string }

/** The box around all marks and lines, undefined when there are none. */
export function boundsOf(model: MapModel): [Position, Position] | undefined {
  const all = [...model.tasks.map(t => t.at), ...model.couriers.map(c => c.at), ...model.routes.flatMap(r => r.line)]
  const [first] = all
  if (!first) return undefined
  let [[west, south], [east, north]] = [first, first]
  for (const [x, y] of all) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return [
    [west, south],
    [east, north],
  ]
}
