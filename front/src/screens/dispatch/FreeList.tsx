import { useContext, useMemo } from 'react'
import { type DropItem, GridList, GridListItem, ListLayout, useDragAndDrop, Virtualizer } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import { freeOperation } from '../../model/operations/free'
import { type FreeRow, freeRows } from '../../model/select/free'
import { placeName, urgencyOf } from '../../model/task'
import { Badge } from '../../ui/Badge'
import { NowContext, useDesk } from './context'
import { carried, dragType, dropped } from './drag'
import { Choose, Grip } from './Grip'
import { OpenTour } from './OpenTour'
import { TaskLine } from './TaskLine'

/** What nobody has yet. Rows are dragged from here to a courier; what is dropped here is taken off its list. */
export function FreeList() {
  const words = useWords()
  const desk = useDesk()
  const { board, filter, chosen, choose, lookAt } = desk
  const rows = useMemo(() => freeRows(board, filter), [board, filter])
  const keys = useMemo(() => rows.map(row => row.key), [rows])
  const release = async (drops: readonly DropItem[]) => {
    desk.run(freeOperation(board, await dropped(drops)))
  }
  const { dragAndDropHooks } = useDragAndDrop<FreeRow>({
    getItems: dragged => rows.filter(row => dragged.has(row.key)).map(row => carried(row.items, titleOf(row))),
    onDragStart: e => desk.drag(rows.filter(row => e.keys.has(row.key)).flatMap(row => row.items)),
    onDragEnd: () => desk.drag([]),
    acceptedDragTypes: [dragType],
    getDropOperation: () => 'move',
    onRootDrop: e => void release(e.items),
    onInsert: e => void release(e.items),
  })
  return (
    <section className="free" aria-labelledby="free-title">
      <h2 id="free-title">
        {words.t('dispatch.unassigned')} <Badge tone={rows.length > 0 ? 'accent' : 'plain'}>{rows.length}</Badge>
      </h2>
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 148, gap: 8, padding: 8 }}>
        <GridList
          aria-labelledby="free-title"
          className="rows"
          items={rows}
          dependencies={[words]}
          selectionMode="multiple"
          selectedKeys={keys.filter(key => chosen.has(key))}
          onSelectionChange={now => choose(keys, now === 'all' ? keys : ([...now] as string[]))}
          onAction={key => lookAt(rows.find(row => row.key === key)?.tasks[0]?.id)}
          dragAndDropHooks={dragAndDropHooks}
          renderEmptyState={() => <p className="rows-empty">{words.t(emptyKey(filter.text))}</p>}
        >
          {row => <Row row={row} />}
        </GridList>
      </Virtualizer>
    </section>
  )
}

function emptyKey(text: string) {
  return text.trim() === '' ? 'dispatch.empty' : 'dispatch.notFound'
}

function titleOf(row: FreeRow): string {
  const first = row.tasks[0]
  return row.name ?? (first?.orgName || (first ? placeName(first) : row.key))
}

function Row({ row }: { row: FreeRow }) {
  const words = useWords()
  const now = useContext(NowContext)
  const urgency = row.tasks.some(task => urgencyOf(task, now) === 'late') ? 'late' : 'calm'
  const number = row.tasks[0]?.delivery?.orderNumber
  return (
    <GridListItem id={row.key} textValue={titleOf(row)} className={`row ${urgency}`}>
      <div className="row-head">
        <Choose />
        <strong className="row-title">{titleOf(row)}</strong>
        {row.name === undefined ? (
          <span className="soft">{number ?? `#${row.tasks[0]?.id}`}</span>
        ) : (
          <OpenTour id={row.items[0]?.tour} name={row.name} />
        )}
        <Grip />
      </div>
      {row.tasks.map(task => (
        <TaskLine key={task.id} task={task} under={titleOf(row)} />
      ))}
      {row.partly && <p className="row-note">{words.t('dispatch.partly')}</p>}
    </GridListItem>
  )
}
