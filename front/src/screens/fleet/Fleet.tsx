import { useState } from 'react'
import { type FleetChange, type Fleet as FleetOf, type Part, useFleet, useFleetChange } from '../../api/fleet'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { MapView } from '../../map/MapView'
import type { MapModel } from '../../map/model'
import { Button } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Tabs'
import { useToasts } from '../../ui/ToastRegion'
import { FleetForm } from './FleetForm'
import './fleet.css'

/** One line of a part: what it is called and what there is to say of it. */
interface Line {
  id: number
  name: string
  color?: string
  facts: string[]
  /** Why it cannot be deleted. */
  used?: string | undefined
}

/** Warehouses, vehicles and trailers: dispatchers look at them, administrators change them. */
export default function Fleet() {
  const words = useWords()
  const fleet = useFleet()
  const [part, setPart] = useState<Part>('vehicles')
  return (
    <Page title={words.t('fleet.title')} home="/app/">
      {fleet.isPending && <Loading />}
      {fleet.isError && <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />}
      {fleet.data && (
        <Tabs
          label={words.t('fleet.title')}
          selected={part}
          onSelect={id => setPart(id as Part)}
          parts={(['vehicles', 'trailers', 'warehouses'] as const).map(id => ({
            id,
            label: words.t(`fleet.${id}`),
            count: fleet.data[id].length,
            content: <PartOf key={id} part={id} fleet={fleet.data} />,
          }))}
        />
      )}
    </Page>
  )
}

function PartOf({ part, fleet }: { part: Part; fleet: FleetOf }) {
  const words = useWords()
  const lines = useLines(fleet)[part]
  const edits = fleet.can.includes('edit')
  const homeless = part === 'vehicles' && fleet.warehouses.length === 0
  /** What the form is about: a line's id, 0 for a new one. */
  const [form, open] = useState<number | null>(null)
  const [asked, ask] = useState<Line | null>(null)
  return (
    <div className={`fleet hands ${part}`}>
      {part === 'warehouses' && lines.length > 0 && <WarehouseMap fleet={fleet} />}
      <div className="fleet-list">
        {lines.length === 0 && <Empty>{words.t(homeless ? 'fleet.warehouse.first' : 'fleet.none')}</Empty>}
        <ul>
          {lines.map(line => (
            <li key={line.id} className="fleet-line">
              {line.color && <span className="swatch" style={{ background: line.color }} />}
              <span className="fleet-name">
                <strong>{line.name}</strong>
                <span className="soft">{line.facts.join(' · ')}</span>
              </span>
              {edits && (
                <span className="fleet-verbs">
                  {part !== 'warehouses' && <Button onPress={() => open(line.id)}>{words.t('ui.edit')}</Button>}
                  {line.used ? (
                    <span className="soft">{line.used}</span>
                  ) : (
                    <Button look="quiet" onPress={() => ask(line)}>
                      {words.t('ui.delete')}
                    </Button>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
        {edits && !homeless && <Button onPress={() => open(0)}>{words.t(`fleet.${part}.add`)}</Button>}
      </div>
      {form !== null && <FleetForm part={part} id={form} fleet={fleet} onClose={() => open(null)} />}
      <Remove
        change={asked && { method: 'DELETE', part, id: asked.id }}
        name={asked?.name ?? ''}
        onClose={() => ask(null)}
      />
    </div>
  )
}

function useLines({ warehouses, vehicles, trailers }: FleetOf): Record<Part, Line[]> {
  const words = useWords()
  const load = (volume: number, grams: number) => [
    words.t('label.kilograms', { n: words.number(grams / 1000) }),
    words.t('fleet.volume.of', { n: words.number(volume) }),
  ]
  const range = (km: number | null) => (km === null ? [] : [words.t('fleet.range.of', { n: km })])
  return {
    warehouses: warehouses.map(({ id, name, address, vehicles: standing }) => ({
      id,
      name,
      facts: [address.streetAddress],
      used: standing > 0 ? words.t('fleet.warehouse.used', { n: standing }) : undefined,
    })),
    vehicles: vehicles.map(({ id, name, color, ...v }) => ({
      id,
      name,
      color,
      facts: [
        ...load(v.maxVolume, v.maxWeight),
        ...range(v.electricRange),
        ...warehouses.filter(w => w.id === v.warehouseId).map(w => w.name),
        ...trailers.filter(t => v.trailers.includes(t.id)).map(t => words.t('fleet.pulls', { name: t.name })),
      ],
    })),
    trailers: trailers.map(({ id, name, color, ...t }) => ({
      id,
      name,
      color,
      facts: [
        ...load(t.maxVolume, t.maxWeight),
        ...range(t.electricRange),
        ...vehicles.filter(v => v.trailers.includes(id)).map(v => words.t('fleet.pulledBy', { name: v.name })),
      ],
    })),
  }
}

function WarehouseMap({ fleet }: { fleet: FleetOf }) {
  const model: MapModel = {
    couriers: [],
    routes: [],
    tasks: fleet.warehouses.map(({ id, address }) => ({
      id: String(id),
      at: [address.lng, address.lat],
      kind: 'pickup',
      tone: 'todo',
    })),
  }
  const [first] = fleet.warehouses
  if (!first) return null
  return (
    <div className="fleet-map">
      <MapView model={model} centre={[first.address.lng, first.address.lat]} fit={fleet.warehouses.length} />
    </div>
  )
}

function Remove({ change, name, onClose }: { change: FleetChange | null; name: string; onClose(): void }) {
  const words = useWords()
  const toasts = useToasts()
  const remove = useFleetChange()
  const confirm = () => {
    onClose()
    if (!change) return
    remove.mutateAsync(change).then(
      () => toasts.say(words.t('fleet.deleted', { name })),
      error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
    )
  }
  return (
    <Confirm
      title={words.t('ui.delete')}
      verb={words.t('ui.delete')}
      danger
      open={change !== null}
      onClose={onClose}
      onConfirm={confirm}
    >
      {words.t('fleet.delete.sure', { name })}
    </Confirm>
  )
}
