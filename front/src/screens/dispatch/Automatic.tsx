import { useMutation, useQueryClient } from '@tanstack/react-query'
import { patchBoard, setAutomatic } from '../../api/board'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { Badge } from '../../ui/Badge'
import { Checkbox } from '../../ui/Field'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'

/** Whether what cannot wait goes out by itself: a switch for who may decide that, a word for the others while it does. */
export function Automatic() {
  const client = useQueryClient()
  const words = useWords()
  const toasts = useToasts()
  const { board } = useDesk()
  const change = useMutation({
    mutationFn: setAutomatic,
    onSuccess: (_, automatic) => {
      patchBoard(client, board.day, now => ({ ...now, automatic }))
      toasts.say(words.t(automatic ? 'dispatch.automatic.on' : 'dispatch.automatic.off'))
    },
    onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
  })
  const label = words.t('dispatch.automatic')
  if (!board.can.includes('automatic')) return board.automatic ? <Badge tone="info">{label}</Badge> : null
  return (
    <Checkbox
      label={label}
      checked={board.automatic}
      isDisabled={change.isPending}
      onChange={on => change.mutate(on)}
    />
  )
}
