import { memo, useCallback, useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Words } from '../../i18n/words'
import { type GiveIn, give } from '../../model/actions/give'
import type { Board } from '../../model/board'
import { burdenOf } from '../../model/select/load'
import type { Ride } from '../../model/select/rides'
import { Badge } from '../../ui/Badge'
import { IconButton } from '../../ui/Button'
import { AddCourier } from './AddCourier'
import { useDesk } from './context'
import { Equipment } from './Equipment'
import { RideList } from './RideList'
import { burdenWords } from './words'

/** The couriers of the day, each with the ride. */
export function Rides({ rides }: { rides: readonly Ride[] }) {
  const words = useWords()
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const { board, chosen, courier, followRide, dragging } = useDesk()
  const fold = useCallback((id: number) => setFolded(now => toggled(now, id)), [])
  return (
    <section className="rides" aria-labelledby="rides-title">
      <div className="rides-head">
        <h2 id="rides-title">{words.t('dispatch.couriers')}</h2>
        <AddCourier />
      </div>
      <div className="rides-scroll">
        {rides.length === 0 && <p className="rows-empty">{words.t('dispatch.nobody')}</p>}
        {rides.map(ride => (
          <RideCard
            key={ride.courier.id}
            ride={ride}
            folded={folded.has(ride.courier.id)}
            onFold={fold}
            chosen={ride.items
              .map(item => item.key)
              .filter(key => chosen.has(key))
              .join(' ')}
            burden={burdenWords(burdenOf(board, ride.courier.id), words)}
            over={burdenOf(board, ride.courier.id).over}
            warning={warningOf(board, { items: dragging, courierId: ride.courier.id }, words)}
            followed={courier === ride.courier.id}
            onFollow={followRide}
          />
        ))}
      </div>
    </section>
  )
}

/** What a courier would have on board if what is dragged were dropped there, when that is too much. */
function warningOf(board: Board, wanted: GiveIn, words: Words): string {
  if (wanted.items.length === 0) return ''
  const then = burdenOf(give(board, wanted), wanted.courierId)
  return then.over ? words.t('dispatch.overload', { load: burdenWords(then, words) }) : ''
}

function toggled(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return set.has(id) ? new Set([...set].filter(other => other !== id)) : new Set([...set, id])
}

interface CardIn {
  ride: Ride
  folded: boolean
  onFold(courier: number): void
  chosen: string
  /** What is on board at once at most, of the room there is; in words, so that it stays the same as long as it is. */
  burden: string
  over: boolean
  warning: string
  followed: boolean
  onFollow(courier: number | undefined): void
}

const RideCard = memo(function RideCard(props: CardIn) {
  const words = useWords()
  const { ride, folded, onFold, chosen, burden, over, warning, followed, onFollow } = props
  const { courier, list, open, late, ended } = ride
  return (
    <article className={followed ? 'ride followed' : 'ride'} style={{ borderInlineStartColor: list.color }}>
      <header className="ride-head">
        <IconButton
          label={words.t(folded ? 'dispatch.unfold' : 'dispatch.fold', { name: courier.username })}
          aria-expanded={!folded}
          onPress={() => onFold(courier.id)}
        >
          <span aria-hidden="true">{folded ? '▸' : '▾'}</span>
        </IconButton>
        <button
          type="button"
          className="ride-name"
          aria-pressed={followed}
          onClick={() => onFollow(followed ? undefined : courier.id)}
        >
          <strong>{courier.username}</strong>
          <Duty onDuty={courier.onDuty} />
        </button>
        {late > 0 && <Badge tone="danger">{words.t('dispatch.lateCount', { n: late })}</Badge>}
        <span className="ride-sums">
          {words.t('dispatch.sums', { open, ended })}
          {list.distance > 0 && ` · ${words.distance(list.distance)} · ${words.duration(list.duration)}`}
        </span>
        <div className="ride-load">
          {burden !== '' && <span className={over ? 'over' : undefined}>{burden}</span>}
          {over && <Badge tone="danger">{words.t('dispatch.overloaded')}</Badge>}
          <Equipment list={list} />
        </div>
        {warning !== '' && (
          <p className="ride-warning" role="status">
            {warning}
          </p>
        )}
      </header>
      <RideList ride={ride} folded={folded} chosen={chosen} />
    </article>
  )
})

function Duty({ onDuty }: { onDuty: boolean }) {
  const words = useWords()
  return onDuty ? <Badge tone="accent">{words.t('courier.onDuty')}</Badge> : <Badge>{words.t('courier.offDuty')}</Badge>
}
