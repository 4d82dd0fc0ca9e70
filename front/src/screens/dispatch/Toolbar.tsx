import { Input, Label, SearchField } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'
import { dayAfter, isDay } from '../../model/day'
import type { Operation } from '../../model/operations/operation'
import type { Filter } from '../../model/select/filter'
import { Button, IconButton } from '../../ui/Button'
import { Checkbox } from '../../ui/Field'
import { Automatic } from './Automatic'
import { useDesk } from './context'

interface Props {
  /** As it is typed; the lists may follow a moment later. */
  filter: Filter
  onDay(day: string): void
  onFilter(filter: { text?: string; ended?: boolean }): void
  undo: Operation
  proposing: boolean
  onPropose(): void
  onPlanDay(): void
}

/** What stands above the board: the day, the search, the proposal and the way back. */
export function Toolbar({ filter, onDay, onFilter, undo, proposing, onPropose, onPlanDay }: Props) {
  const words = useWords()
  const desk = useDesk()
  const { board } = desk
  return (
    <div className="desk-bar">
      <DayPicker day={board.day} onDay={onDay} />
      <SearchField
        className="field search"
        aria-label={words.t('dispatch.search')}
        value={filter.text}
        onChange={text => onFilter({ text })}
      >
        <Input placeholder={words.t('dispatch.search')} />
      </SearchField>
      <Checkbox label={words.t('dispatch.ended')} checked={filter.ended} onChange={ended => onFilter({ ended })} />
      <span className="desk-bar-end">
        <Automatic />
        <Button isDisabled={undo.disabled !== undefined} onPress={() => desk.run(undo)}>
          <span aria-hidden="true">↶</span>
          <span className="undo-word">{words.t(undo.label)}</span>
        </Button>
        {board.can.includes('edit') && (
          <Button isDisabled={desk.closing !== undefined} onPress={() => desk.close({})}>
            {words.t('dispatch.closure.close')}
          </Button>
        )}
        {board.can.includes('propose') && (
          <>
            <Button isDisabled={proposing} onPress={onPlanDay}>
              {words.t('dispatch.dayPlan')}
            </Button>
            <Button look="main" isPending={proposing} onPress={onPropose}>
              {words.t(proposing ? 'dispatch.proposing' : 'dispatch.propose')}
            </Button>
          </>
        )}
      </span>
    </div>
  )
}

function DayPicker({ day, onDay }: { day: string; onDay(day: string): void }) {
  const words = useWords()
  return (
    <div className="day">
      <IconButton label={words.t('dispatch.dayBefore')} onPress={() => onDay(dayAfter(day, -1))}>
        <span aria-hidden="true">‹</span>
      </IconButton>
      <div className="field">
        <Label className="visually-hidden" htmlFor="dispatch-day">
          {words.t('dispatch.day')}
        </Label>
        <input
          id="dispatch-day"
          type="date"
          value={day}
          onChange={e => isDay(e.target.value) && onDay(e.target.value)}
        />
      </div>
      <IconButton label={words.t('dispatch.dayAfter')} onPress={() => onDay(dayAfter(day, 1))}>
        <span aria-hidden="true">›</span>
      </IconButton>
    </div>
  )
}
