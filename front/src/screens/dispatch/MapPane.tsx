import { useMemo } from 'react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { MapView } from '../../map/MapView'
import type { Picked, Position } from '../../map/model'
import type { Board } from '../../model/board'
import { marks } from '../../model/select/marks'
import { rides } from '../../model/select/rides'
import { useDesk } from './context'

/** The board on the map. Shows a plan instead, while one is looked at. */
export function MapPane({ board }: { board: Board }) {
  const desk = useDesk()
  const { filter, today, task, courier, now } = desk
  const centre = useCentre(board)
  const model = useMemo(() => {
    const shown = rides(board, { filter, now: today })
    return marks({ board, rides: shown, task, courier, now })
  }, [board, filter, today, task, courier, now])
  const words = useWords()
  const onPick = ({ layer, id }: Picked) => {
    if (layer === 'task') desk.lookAt(Number(id))
    if (layer === 'courier' || layer === 'route') desk.followRide(Number(id))
  }
  const asking = desk.closing && !desk.closing.at
  const ask = asking
    ? {
        words: words.t('dispatch.closure.where'),
        here: words.t('dispatch.closure.here'),
        onPlace: (at: Position) => desk.close({ at }),
        onCancel: () => desk.close(undefined),
      }
    : undefined
  return (
    <section className="desk-map">
      <MapView model={model} centre={centre} onPick={onPick} ask={ask} fit={fitOf(board.day)} />
    </section>
  )
}

/** A number of its own for each day, so that the map moves when the day changes and not with each edit. */
function fitOf(day: string): number {
  return Number(day.replaceAll('-', ''))
}

function useCentre(board: Board): Position {
  const coop = useSession().data?.coop
  const first = board.tasks[0]?.address
  if (coop?.centre && (coop.centre.lat !== 0 || coop.centre.lng !== 0)) return [coop.centre.lng, coop.centre.lat]
  return first ? [first.lng, first.lat] : [0, 0]
}
