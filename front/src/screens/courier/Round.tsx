import { useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Outbox } from '../../outbox/outbox'
import { LiveMark } from '../../ui/LiveMark'
import { Failure, Loading, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Tabs'
import { DutyBar } from './DutyBar'
import { News } from './News'
import { QueueBar } from './QueueBar'
import { RoundMap } from './RoundMap'
import { SignOut } from './SignOut'
import { StopList } from './StopList'
import { usePositions } from './usePositions'
import { useRound } from './useRound'

interface Props {
  username: string
  outbox: Outbox
  close(): void
}

/** A courier's day: duty, what waits to be sent, the next stop and the rest, as a list or on the map. */
export function Round({ username, outbox, close }: Props) {
  const words = useWords()
  const { query, kept, round, box, now } = useRound(username, outbox)
  const [view, setView] = useState('list')
  const onDuty = round?.onDuty ?? false
  const sharing = usePositions(onDuty)

  const aside = (
    <>
      <LiveMark />
      <SignOut username={username} waiting={box.entries.length} close={close} />
    </>
  )
  return (
    <Page title={words.t('courier.title')} home="/courier/" aside={aside} width="text" offline="courier.offline">
      <div className="round">
        {round && <DutyBar onDuty={onDuty} waits={round.dutyWaits} sharing={sharing} outbox={outbox} />}
        <QueueBar box={box} outbox={outbox} tasks={kept?.day.tasks ?? []} now={now} />
        {kept && <News tasks={kept.day.tasks} day={kept.day.day} />}
        {kept && query.isError && (
          <Message tone="warn">
            {words.t('courier.kept', { time: words.moment(new Date(kept.at), new Date(now)) })}
          </Message>
        )}
        {!round && query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
        {!round && query.isPending && <Loading />}
        {round && kept && (
          <Tabs
            label={words.t('courier.title')}
            selected={view}
            onSelect={setView}
            parts={[
              {
                id: 'list',
                label: words.t('courier.list'),
                content: <StopList stops={round.stops} day={kept.day} outbox={outbox} now={now} />,
              },
              {
                id: 'map',
                label: words.t('courier.map'),
                content: <RoundMap stops={round.stops} polyline={kept.day.polyline} here={sharing.here} />,
              },
            ]}
          />
        )}
      </div>
    </Page>
  )
}
