import { boardReactions, placeReactions, useBoard } from '../../api/board'
import { boards } from '../../api/fresh'
import { useOwnChannel, usePlacesChannel } from '../../api/live'
import { useWords } from '../../i18n/WordsProvider'
import { useChannel } from '../../live/LiveProvider'
import { StaffLive } from '../../live/StaffLive'
import { dayIn, isDay } from '../../model/day'
import { useQueryValue } from '../../route/address'
import { LiveMark } from '../../ui/LiveMark'
import { Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Desk } from './Desk'
import './dispatch.css'
import './rows.css'
import './panel.css'

/** The dispatch screen: what has to be carried on a day, who carries it, and where. */
export default function Dispatch() {
  const words = useWords()
  return (
    <StaffLive>
      <Page title={words.t('dispatch.title')} home="/app/" width="full" aside={<LiveMark />}>
        <Day />
      </Page>
    </StaffLive>
  )
}

function Day() {
  const words = useWords()
  const [wanted, setDay] = useQueryValue('day')
  const today = dayIn(words.place.zone, new Date())
  const day = isDay(wanted) ? wanted : today
  const board = useBoard(day)
  useChannel(useOwnChannel(), boardReactions, boards)
  useChannel(usePlacesChannel(), placeReactions, boards)
  if (board.isPending) return <Loading />
  if (!board.data) return <Failure error={board.error} onRetry={() => void board.refetch()} />
  return (
    <Desk key={day} known={board.data} isToday={day === today} onDay={next => setDay(next === today ? null : next)} />
  )
}
