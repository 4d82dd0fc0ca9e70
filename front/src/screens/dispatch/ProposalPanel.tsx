import { useWords } from '../../i18n/WordsProvider'
import type { Words } from '../../i18n/words'
import { type Board, tasksOf } from '../../model/board'
import { type Gift, isCurrent, type PlannedList, type PlannedTour, type Proposal } from '../../model/proposal'
import { Button, IconButton } from '../../ui/Button'
import { Checkbox } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useDesk } from './context'
import { TaskLine } from './TaskLine'

interface Props {
  proposal: Proposal
  /** Couriers whose part is wanted. */
  wanted: ReadonlySet<number>
  onWant(couriers: ReadonlySet<number>): void
  applying: boolean
  onApply(): void
  onClose(): void
}

/** A plan to look at before it is taken: what would go to whom, and what finds no place. Nothing has changed yet. */
export function ProposalPanel({ proposal, wanted, onWant, applying, onApply, onClose }: Props) {
  const words = useWords()
  const { board } = useDesk()
  const usable = proposal.lists.filter(list => isCurrent(board, list))
  const parts = usable.filter(list => wanted.has(list.courierId))
  const toggle = (id: number) =>
    onWant(wanted.has(id) ? new Set([...wanted].filter(x => x !== id)) : new Set([...wanted, id]))
  const placed = parts.reduce((sum, list) => sum + list.added.length, 0)
  return (
    <aside className="panel plan" aria-label={words.t('dispatch.proposal')}>
      <header className="panel-head">
        <h2>{words.t('dispatch.proposal')}</h2>
        <IconButton label={words.t('ui.close')} onPress={onClose}>
          <span aria-hidden="true">×</span>
        </IconButton>
      </header>
      <p>{words.t('dispatch.proposal.gain', { n: placed, left: proposal.left.length })}</p>
      {proposal.lists.map(list => (
        <Part key={list.courierId} list={list} wanted={wanted.has(list.courierId)} onToggle={toggle} />
      ))}
      <Left proposal={proposal} />
      <footer className="panel-foot">
        <Button look="main" wide isDisabled={parts.length === 0} isPending={applying} onPress={onApply}>
          {words.t(parts.length < proposal.lists.length ? 'dispatch.applyPart' : 'dispatch.apply')}
        </Button>
      </footer>
    </aside>
  )
}

function Part({ list, wanted, onToggle }: { list: PlannedList; wanted: boolean; onToggle(courier: number): void }) {
  const words = useWords()
  const { board } = useDesk()
  const current = isCurrent(board, list)
  const label = words.t('dispatch.proposal.part', { name: list.username, n: list.added.length, all: list.items.length })
  return (
    <section className="part">
      <Checkbox
        label={label}
        checked={wanted && current}
        isDisabled={!current}
        onChange={() => onToggle(list.courierId)}
      />
      {!current && <Message tone="warn">{words.t('dispatch.proposal.stale')}</Message>}
      <Sums tour={list.tour} />
      {list.gifts ? (
        list.gifts.map(gift => (
          <div key={gift.tasks[0]}>
            <Stops list={list} tasks={gift.tasks} />
            <p className="row-note">{whyOf(gift, words)}</p>
          </div>
        ))
      ) : (
        <Stops list={list} tasks={list.tour.stops.map(stop => stop.task)} />
      )}
    </section>
  )
}

/** From when to when a tour goes, how far, and how long that takes. */
function Sums({ tour }: { tour: PlannedTour }) {
  const words = useWords()
  const hours = { from: words.clock(new Date(tour.from)), to: words.clock(new Date(tour.to)) }
  return (
    <p className="row-note">
      {[words.t('dispatch.window', hours), words.distance(tour.distance), words.duration(tour.duration)].join(' · ')}
    </p>
  )
}

/** Some stops of a planned list, with their times. */
function Stops({ list, tasks }: { list: PlannedList; tasks: readonly number[] }) {
  const { board } = useDesk()
  const order = tasksOf(board, list.items)
  return tasksIn(board, tasks).map(task => {
    const at = list.tour.stops.find(stop => stop.task === task.id)?.at
    const expected = at === undefined ? undefined : Date.parse(at)
    return (
      <TaskLine
        key={task.id}
        task={task}
        number={order.indexOf(task) + 1}
        expected={expected}
        late={expected !== undefined && expected > Date.parse(task.before)}
      />
    )
  })
}

function tasksIn(board: Board, ids: readonly number[]) {
  return ids.flatMap(id => board.tasks.find(task => task.id === id) ?? [])
}

/** When the courier has to go, and why it is this one. */
function whyOf(gift: Gift, words: Words): string {
  const times = { time: words.clock(new Date(gift.leave)), last: words.clock(new Date(gift.last)) }
  const minutes = Math.max(0, Math.round(gift.later / 60))
  const why = words.code(`dispatch.gift.${gift.reason}`, { other: gift.runnerUp ?? '', minutes })
  const from = gift.from && words.t('dispatch.gift.from', { name: gift.from })
  return [from, words.t('dispatch.gift.leave', times), why].filter(Boolean).join(' ')
}

function Left({ proposal }: { proposal: Proposal }) {
  const words = useWords()
  const { board } = useDesk()
  if (proposal.left.length === 0) return null
  return (
    <section className="part">
      <h3>{words.t('dispatch.proposal.left')}</h3>
      {proposal.left.map(({ task, reason }) => {
        const known = board.tasks.find(t => t.id === task)
        return (
          <div key={task}>
            {known && <TaskLine task={known} />}
            <p className="row-note">{words.code(`dispatch.left.${reason}`)}</p>
          </div>
        )
      })}
    </section>
  )
}
