import { useMemo } from 'react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { MapView } from '../../map/MapView'
import type { MapModel, Position, Tone } from '../../map/model'
import { isForgotten } from '../../model/keeping'
import { decode } from '../../model/polyline'
import { nextOf, type Stop } from '../../model/round'
import type { Task } from '../../model/task'
import { useOnline } from '../../ui/Notice'

interface Props {
  stops: Stop[]
  polyline: string
  here: Position | null
}

const tones: Record<Task['status'], Tone> = {
  TODO: 'todo',
  DOING: 'doing',
  DONE: 'done',
  FAILED: 'failed',
  CANCELLED: 'muted',
}

/** The round on the map: stops by their place in it, the way between them, and the courier. */
export function RoundMap({ stops, polyline, here }: Props) {
  const words = useWords()
  const online = useOnline()
  const centre = useSession().data?.coop?.centre
  const model = useMemo(() => drawn(stops, polyline, here), [stops, polyline, here])
  const first = model.tasks[0]?.at ?? here ?? ([centre?.lng ?? 0, centre?.lat ?? 0] as Position)
  return (
    <div className="round-map">
      <MapView model={model} centre={first} fit={model.tasks.length} />
      {!online && <p className="soft">{words.t('courier.map.offline')}</p>}
    </div>
  )
}

function drawn(stops: Stop[], polyline: string, here: Position | null): MapModel {
  const next = nextOf(stops)
  const tasks = stops.flatMap((stop, i) => {
    if (isForgotten(stop.task)) return []
    const { id, address, type, status } = stop.task
    const kind = type === 'PICKUP' ? ('pickup' as const) : ('dropoff' as const)
    const at: Position = [address.lng, address.lat]
    return [{ id: String(id), at, kind, tone: tones[status], label: String(i + 1), selected: stop === next }]
  })
  const line = polyline ? decode(polyline) : []
  return {
    tasks,
    couriers: here ? [{ id: 'me', at: here, name: '', fresh: true }] : [],
    routes: line.length > 1 ? [{ id: 'round', line, colour: '#0d6355' }] : [],
  }
}
