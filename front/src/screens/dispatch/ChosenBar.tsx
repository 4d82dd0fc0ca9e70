import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import { give } from '../../model/actions/give'
import { type Item, itemOf, listOf } from '../../model/board'
import { freeOperation } from '../../model/operations/free'
import { giveOperation } from '../../model/operations/give'
import { type FreeRow, freeRows } from '../../model/select/free'
import { burdenOf } from '../../model/select/load'
import { absent, type Ride } from '../../model/select/rides'
import { Badge } from '../../ui/Badge'
import { Button, IconButton } from '../../ui/Button'
import { type Desk, useDesk } from './context'
import { TourMenu } from './TourMenu'
import { burdenWords } from './words'

/** What can be done with the chosen rows; near the thumb on a phone. */
export function ChosenBar({ rides }: { rides: readonly Ride[] }) {
  const words = useWords()
  const desk = useDesk()
  const items = chosenItems(desk)
  if (items.length === 0) return null
  const clear = () => desk.choose([...desk.chosen], [])
  const run = (operation: Parameters<Desk['run']>[0]) => {
    desk.run(operation)
    if (operation.intent) clear()
  }
  const release = freeOperation(desk.board, items)
  const list = (courier: number) => listOf(desk.board, courier)
  const others = absent(desk.board, desk.today).map(courier => ({ courier, list: list(courier.id), open: 0 }))
  return (
    <div className="chosen" role="toolbar" aria-label={words.t('dispatch.chosen', { n: items.length })}>
      <span className="chosen-count">{words.t('dispatch.chosen', { n: items.length })}</span>
      <MenuTrigger>
        <Button look="main">{words.t('dispatch.giveTo')}</Button>
        <Popover className="popover">
          <Menu
            items={[...rides, ...others].map(ride => ({ id: ride.courier.id, ride }))}
            className="options"
            onAction={id => run(giveOperation(desk.board, { items, courierId: Number(id) }))}
          >
            {({ ride }) => (
              <MenuItem className="option" textValue={ride.courier.username}>
                <span className="dot" style={{ background: ride.list.color }} aria-hidden="true" />
                {words.t('dispatch.giveTo.courier', { name: ride.courier.username, n: ride.open })}
                <TooMuch courierId={ride.courier.id} items={items} />
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <TourMenu items={items} onDone={clear} />
      {!release.disabled && <Button onPress={() => run(release)}>{words.t(release.label)}</Button>}
      <IconButton label={words.t('dispatch.clear')} onPress={clear}>
        <span aria-hidden="true">×</span>
      </IconButton>
    </div>
  )
}

/** Tells before it happens that a courier would have too much on board. */
function TooMuch({ courierId, items }: { courierId: number; items: readonly Item[] }) {
  const words = useWords()
  const { board } = useDesk()
  const then = burdenOf(give(board, { items, courierId }), courierId)
  if (!then.over) return null
  return <Badge tone="danger">{words.t('dispatch.overload', { load: burdenWords(then, words) })}</Badge>
}

/** The items behind the chosen keys, free ones first, in the order of the screen. */
function chosenItems({ board, filter, chosen }: Desk): Item[] {
  if (chosen.size === 0) return []
  const rows: FreeRow[] = freeRows(board, { ...filter, text: '' }).filter(row => chosen.has(row.key))
  const known = new Set(rows.map(row => row.key))
  const others = [...chosen].filter(key => !known.has(key)).flatMap(key => itemOf(key) ?? [])
  return [...rows.flatMap(row => row.items), ...others]
}
