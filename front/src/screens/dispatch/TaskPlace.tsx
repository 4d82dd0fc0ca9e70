import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import { holderOf, holderOfTask, type Item } from '../../model/board'
import { freeOperation } from '../../model/operations/free'
import { giveOperation } from '../../model/operations/give'
import type { Operation } from '../../model/operations/operation'
import { shiftOperation } from '../../model/operations/shift'
import { isMovable, type Task } from '../../model/task'
import { Button } from '../../ui/Button'
import { useDesk } from './context'

/** Who has the task, and moving it without dragging. */
export function TaskPlace({ task }: { task: Task }) {
  const words = useWords()
  const { board } = useDesk()
  const holder = holderOfTask(board, task.id)
  const item: Item = { task: task.id }
  const inTour = holder !== undefined && holderOf(board, item) === undefined
  const said = holder ? words.t('dispatch.carriedBy', { name: holder.username }) : words.t('dispatch.carriedByNobody')
  const moves =
    holder && !inTour
      ? [shiftOperation(board, item, -1), shiftOperation(board, item, 1), freeOperation(board, [item])]
      : []
  return (
    <div className="task-place">
      <p>{said}</p>
      {isMovable(task) && !inTour && (
        <div className="verbs">
          <GiveMenu item={item} holder={holder?.courierId} />
          {moves.map(move => (
            <Move key={move.id} operation={move} />
          ))}
        </div>
      )}
    </div>
  )
}

function Move({ operation }: { operation: Operation }) {
  const words = useWords()
  const { run } = useDesk()
  return (
    <Button isDisabled={operation.disabled !== undefined} onPress={() => run(operation)}>
      {words.t(operation.label, operation.args)}
    </Button>
  )
}

function GiveMenu({ item, holder }: { item: Item; holder: number | undefined }) {
  const words = useWords()
  const { board, run } = useDesk()
  const others = board.couriers.filter(courier => courier.id !== holder)
  return (
    <MenuTrigger>
      <Button>{words.t('dispatch.giveTo')}</Button>
      <Popover className="popover">
        <Menu
          items={others}
          className="options"
          onAction={id => run(giveOperation(board, { items: [item], courierId: Number(id) }))}
        >
          {courier => <MenuItem className="option">{courier.username}</MenuItem>}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
