import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { type Key, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import type { Board, Item } from '../../model/board'
import { shown } from '../../model/edits'
import type { Operation } from '../../model/operations/operation'
import { undoOperation } from '../../model/operations/undo'
import { chosen as chosenParts, preview } from '../../model/proposal'
import type { Filter } from '../../model/select/filter'
import { freeRows } from '../../model/select/free'
import { keepSame, type Ride, rides } from '../../model/select/rides'
import { useQueryValue } from '../../route/address'
import { useToasts } from '../../ui/ToastRegion'
import { useNow } from '../../ui/useNow'
import { ChosenBar } from './ChosenBar'
import { Closures } from './Closures'
import { type Closing, DeskContext, DeskRefContext, type Desk as DeskValue, NowContext, useDesk } from './context'
import { DayPlanDialog } from './DayPlanDialog'
import { FreeList } from './FreeList'
import { HeldBars } from './HeldBars'
import { MapPane } from './MapPane'
import { ProposalPanel } from './ProposalPanel'
import { Reports } from './Reports'
import { Rides } from './Rides'
import { TaskPanel } from './TaskPanel'
import { Toolbar } from './Toolbar'
import { TourPanel } from './TourPanel'
import { useEdits } from './useEdits'
import { useLeaveGuard } from './useLeaveGuard'
import { useProposal } from './useProposal'
import { useUndoKey } from './useUndoKey'
import { useWide } from './useWide'

interface Props {
  /** As the server last told. */
  known: Board
  isToday: boolean
  onDay(day: string): void
}

/** The dispatcher's desk of one day. */
export function Desk({ known, isToday, onDay }: Props) {
  const now = useNow()
  const editing = useEdits(known.day)
  const board = useMemo(() => shown(known, editing.edits), [known, editing.edits])
  const plan = useProposal(known, now, editing)
  const [planning, setPlanning] = useState(false)
  const [filter, setFilter] = useState<Filter>({ text: '', ended: false })
  // Typing goes before drawing the lists again.
  const calmFilter = useDeferredValue(filter)
  const desk = useDeskValue({ board, now, today: isToday ? now : undefined, filter: calmFilter, ask: editing.ask })
  const undo = undoOperation(board, editing.edits)
  useUndoKey(() => desk.run(undo))
  useLeaveGuard(editing.edits.pending.length > 0)
  const { proposal, wanted } = plan
  const planned = useMemo(
    () => (proposal ? preview(board, chosenParts(proposal, wanted)) : board),
    [board, proposal, wanted],
  )
  const task = board.tasks.find(t => t.id === desk.task)
  const tour = board.tours.find(t => t.id === desk.tour)
  const show = (makePlan: () => void) => {
    desk.lookAt(undefined) // a task or tour stands where the plan will
    desk.lookAtTour(undefined)
    makePlan()
  }
  return (
    <Provide desk={desk}>
      <div className="desk">
        <Toolbar
          filter={filter}
          onDay={onDay}
          onFilter={part => setFilter({ ...filter, ...part })}
          undo={undo}
          proposing={plan.asking}
          onPropose={() => show(plan.ask)}
          onPlanDay={() => setPlanning(true)}
        />
        {planning && (
          <DayPlanDialog
            pending={plan.asking}
            onClose={() => setPlanning(false)}
            onPlan={wish => show(() => plan.planDay(wish, () => setPlanning(false)))}
          />
        )}
        <HeldBars editing={editing} />
        <Reports />
        <Closures />
        <div className="desk-body">
          <Parts planned={planned} />
          {plan.proposal && !task && !tour && (
            <ProposalPanel
              proposal={plan.proposal}
              wanted={plan.wanted}
              onWant={plan.want}
              applying={plan.applying}
              onApply={plan.apply}
              onClose={plan.close}
            />
          )}
          {task && <TaskPanel key={task.id} task={task} />}
          {tour && !task && <TourPanel key={tour.id} tour={tour} />}
        </div>
      </div>
    </Provide>
  )
}

/** Gives the desk to the parts: as it is, and as it will be when something is done. */
function Provide({ desk, children }: { desk: DeskValue; children: ReactNode }) {
  const latest = useRef(desk)
  latest.current = desk
  return (
    <NowContext value={desk.now}>
      <DeskRefContext value={latest}>
        <DeskContext value={desk}>{children}</DeskContext>
      </DeskRefContext>
    </NowContext>
  )
}

interface DeskIn extends Pick<DeskValue, 'board' | 'now' | 'today' | 'filter'> {
  ask: ReturnType<typeof useEdits>['ask']
}

function useDeskValue({ board, now, today, filter, ask }: DeskIn): DeskValue {
  const words = useWords()
  const toasts = useToasts()
  const [task, setTask] = useQueryValue('task')
  const [tour, lookAtTour] = useState<number>()
  const [dragging, drag] = useState<readonly Item[]>([])
  const [courier, followRide] = useState<number>()
  const [closing, close] = useState<Closing>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const run = useCallback(
    ({ intent, disabled }: Operation) => {
      if (intent) return ask(intent)
      if (disabled) toasts.say(words.t(disabled.why, disabled.args))
    },
    [ask, toasts, words],
  )
  const choose = useCallback((among: readonly string[], keys: Iterable<string>) => {
    setChosen(was => new Set([...[...was].filter(key => !among.includes(key)), ...keys]))
  }, [])
  const lookAt = (id: number | undefined) => setTask(id === undefined ? null : String(id))
  const looked = task === null ? undefined : Number(task)
  const looks = { task: looked, lookAt, tour, lookAtTour, courier, followRide, closing, close }
  return { board, now, today, filter, chosen, choose, run, dragging, drag, ...looks }
}

/** The lists and the map: beside each other, or on a phone one at a time. A plan shows on the map only. */
function Parts({ planned }: { planned: Board }) {
  const words = useWords()
  const { board, filter, today, closing } = useDesk()
  const [part, show] = useState<Key>('free')
  // What the map is asked for is answered on the map.
  useEffect(() => {
    if (closing) show('map')
  }, [closing])
  const before = useRef<Ride[]>([])
  const shownRides = useMemo(
    () => keepSame(before.current, rides(board, { filter, now: today })),
    [board, filter, today],
  )
  before.current = shownRides
  const open = useMemo(() => freeRows(board, filter).length, [board, filter])
  if (useWide()) {
    return (
      <div className="desk-parts">
        <FreeList />
        <Rides rides={shownRides} />
        <MapPane board={planned} />
        <ChosenBar rides={shownRides} />
      </div>
    )
  }
  return (
    <>
      <Tabs className="desk-tabs" selectedKey={part} onSelectionChange={show}>
        <TabList aria-label={words.t('dispatch.parts')} className="tabs">
          <Tab id="free">{words.t('dispatch.tab.free', { n: open })}</Tab>
          <Tab id="rides">{words.t('dispatch.couriers')}</Tab>
          <Tab id="map">{words.t('dispatch.tab.map')}</Tab>
        </TabList>
        <TabPanel id="free">
          <FreeList />
        </TabPanel>
        <TabPanel id="rides">
          <Rides rides={shownRides} />
        </TabPanel>
        <TabPanel id="map">
          <MapPane board={planned} />
        </TabPanel>
      </Tabs>
      <ChosenBar rides={shownRides} />
    </>
  )
}
