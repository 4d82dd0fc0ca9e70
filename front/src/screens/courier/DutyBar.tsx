import { dutyOf } from '../../api/courier'
import { useWords } from '../../i18n/WordsProvider'
import type { Outbox } from '../../outbox/outbox'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Notice'
import type { Sharing } from './usePositions'

interface Props {
  onDuty: boolean
  waits: boolean
  sharing: Sharing
  outbox: Outbox
}

/** On or off duty, and in words what that means for the courier's position. */
export function DutyBar({ onDuty, waits, sharing, outbox }: Props) {
  const words = useWords()
  const shared = onDuty && !sharing.trouble
  return (
    <section className={`duty ${onDuty ? 'on' : 'off'}`} aria-label={words.t('courier.duty')}>
      <div className="duty-words" role="status">
        <strong>
          <span className="duty-dot" aria-hidden="true" />
          {words.t(onDuty ? 'courier.onDuty' : 'courier.offDuty')}
        </strong>
        <span>{words.t(shared ? 'courier.position.on' : 'courier.position.off')}</span>
        {waits && <span className="soft">{words.t('courier.waits')}</span>}
      </div>
      <Button look={onDuty ? 'plain' : 'main'} onPress={() => void outbox.add(dutyOf(!onDuty))}>
        {words.t(onDuty ? 'courier.endDuty' : 'courier.startDuty')}
      </Button>
      {onDuty && sharing.trouble && <Message tone="warn">{words.t(`courier.position.${sharing.trouble}`)}</Message>}
    </section>
  )
}
