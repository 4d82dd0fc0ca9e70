import { memo, useCallback, useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Ride } from '../../model/select/rides'
import { Badge } from '../../ui/Badge'
import { IconButton } from '../../ui/Button'
import { AddCourier } from './AddCourier'
import { useDesk } from './context'
import { RideList } from './RideList'

/** The couriers of the day, each with the ride. */
export function Rides({ rides }: { rides: readonly Ride[] }) {
  const words = useWords()
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const { chosen, courier, followRide } = useDesk()
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
            followed={courier === ride.courier.id}
            onFollow={followRide}
          />
        ))}
      </div>
    </section>
  )
}

function toggled(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return set.has(id) ? new Set([...set].filter(other => other !== id)) : new Set([...set, id])
}

interface CardIn {
  ride: Ride
  folded: boolean
  onFold(courier: number): void
  chosen: string
  followed: boolean
  onFollow(courier: number | undefined): void
}

const RideCard = memo(function RideCard({ ride, folded, onFold, chosen, followed, onFollow }: CardIn) {
  const words = useWords()
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
      </header>
      <RideList ride={ride} folded={folded} chosen={chosen} />
    </article>
  )
})

function Duty({ onDuty }: { onDuty: boolean }) {
  const words = useWords()
  return onDuty ? <Badge tone="accent">{words.t('courier.onDuty')}</Badge> : <Badge>{words.t('courier.offDuty')}</Badge>
}
