import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { useWeekAct } from '../../api/week'
import { useWords } from '../../i18n/WordsProvider'
import { localTime, momentIn } from '../../model/day'
import type { Shift } from '../../model/week'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'

/** A courier says when they really worked. It starts with what was planned, or with what they said before. */
export function ReportSheet({ shift, onClose }: { shift: Shift; onClose(): void }) {
  const words = useWords()
  const { zone } = words.place
  const act = useWeekAct()
  const before = shift.people.find(({ worked }) => worked)?.worked ?? { ...shift, comment: '' }
  const [from, setFrom] = useState(localTime(zone, new Date(before.from)))
  const [to, setTo] = useState(localTime(zone, new Date(before.to)))
  const [pause, setPause] = useState(String(before.break))
  const [comment, setComment] = useState(before.comment)
  const save = () =>
    act.mutate(
      {
        method: 'PUT',
        path: `/v1/shifts/${shift.id}/worked`,
        body: { from: momentIn(zone, from), to: momentIn(zone, to), break: Number(pause) || 0, comment },
      },
      { onSuccess: onClose },
    )
  return (
    <Dialog title={words.t('week.report')} open onClose={onClose}>
      <div className="week-pair">
        <TextField label={words.t('week.report.from')} type="datetime-local" value={from} onChange={setFrom} />
        <TextField label={words.t('week.report.to')} type="datetime-local" value={to} onChange={setTo} />
      </div>
      <TextField label={words.t('week.report.break')} inputMode="numeric" value={pause} onChange={setPause} />
      <TextField label={words.t('week.report.comment')} value={comment} onChange={setComment} maxLength={2000} />
      {act.isError && <Message tone="danger">{wordsOf(act.error, words)}</Message>}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
        <Button look="main" isPending={act.isPending} isDisabled={!from || !to} onPress={save}>
          {words.t('week.save')}
        </Button>
      </div>
    </Dialog>
  )
}
