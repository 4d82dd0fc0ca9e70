import { memo, useMemo } from 'react'
import { type DropItem, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import { type Item, itemOf, keyOf } from '../../model/board'
import { giveOperation } from '../../model/operations/give'
import type { Ride, RideItem } from '../../model/select/rides'
import { placeName } from '../../model/task'
import { useDeskRef } from './context'
import { carried, dragType, dropped } from './drag'
import { Choose, Grip } from './Grip'
import { OpenTour } from './OpenTour'
import { TaskLine } from './TaskLine'

interface Props {
  ride: Ride
  /** Whether the stops are hidden; things can be dropped all the same. */
  folded: boolean
  /** Keys of the chosen items, joined: a text stays the same as long as they do. */
  chosen: string
}

/** The stops of one courier, in the order of the ride. Rows can be dragged within it, out of it and into it. */
export const RideList = memo(function RideList({ ride, folded, chosen }: Props) {
  const words = useWords()
  const desk = useDeskRef()
  const items = folded ? [] : ride.items
  const keys = useMemo(() => items.map(item => item.key), [items])
  const put = (moved: Item[], before?: Item) => {
    const operation = giveOperation(desk.current.board, { items: moved, courierId: ride.courier.id, before })
    if (operation.disabled?.why !== 'dispatch.why.already') desk.current.run(operation)
  }
  const insert = async (drops: readonly DropItem[], before?: Item) => {
    put(await dropped(drops), before)
  }
  const { dragAndDropHooks } = useDragAndDrop<RideItem>({
    getItems: dragged => items.filter(item => dragged.has(item.key)).map(item => carried([item.item], textOf(item))),
    onDragStart: e => desk.current.drag([...e.keys].flatMap(key => itemOf(String(key)) ?? [])),
    onDragEnd: () => desk.current.drag([]),
    acceptedDragTypes: [dragType],
    getDropOperation: () => 'move',
    onRootDrop: e => void insert(e.items),
    onInsert: e => void insert(e.items, itemAt(ride, e.target)),
    onReorder: e =>
      put(
        [...e.keys].flatMap(key => itemOf(String(key)) ?? []),
        itemAt(ride, e.target, e.keys),
      ),
  })
  const name = ride.courier.username
  return (
    <GridList
      aria-label={words.t('dispatch.ride', { name })}
      className={folded || items.length === 0 ? 'ride-rows empty' : 'ride-rows'}
      items={items}
      dependencies={[words]}
      selectionMode="multiple"
      selectedKeys={chosen.split(' ').filter(Boolean)}
      disabledKeys={items.filter(item => !item.movable).map(item => item.key)}
      disabledBehavior="selection"
      onSelectionChange={now => desk.current.choose(keys, now === 'all' ? keys : ([...now] as string[]))}
      onAction={key => desk.current.lookAt(items.find(item => item.key === key)?.stops[0]?.task.id)}
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className="rows-empty">{words.t('dispatch.drop', { name })}</p>}
    >
      {item => <Row item={item} />}
    </GridList>
  )
})

/** The item in front of which a drop falls: the target, or what stands after it and is not itself moved. */
function itemAt(
  ride: Ride,
  target: { key: unknown; dropPosition: string },
  moved: ReadonlySet<unknown> = new Set(),
): Item | undefined {
  const all = ride.list.items
  const at = all.findIndex(item => keyOf(item) === target.key)
  if (at < 0) return undefined
  return all.slice(target.dropPosition === 'after' ? at + 1 : at).find(item => !moved.has(keyOf(item)))
}

function textOf(item: RideItem): string {
  return item.name ?? item.stops.map(stop => placeName(stop.task)).join(', ')
}

function Row({ item }: { item: RideItem }) {
  return (
    <GridListItem id={item.key} textValue={textOf(item)} className="ride-row">
      <Choose />
      <div className="ride-stops">
        {item.name !== undefined && (
          <div className="row-head">
            <strong className="row-title">{item.name}</strong>
            <OpenTour id={item.item.tour} name={item.name} />
          </div>
        )}
        {item.stops.map(({ task, ...stop }) => (
          <TaskLine key={task.id} task={task} {...stop} />
        ))}
      </div>
      {item.movable && <Grip />}
    </GridListItem>
  )
}
