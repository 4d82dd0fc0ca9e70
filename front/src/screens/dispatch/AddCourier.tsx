import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { openList, patchLists } from '../../api/board'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { absent } from '../../model/select/rides'
import { Button } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'

/** Plans one more courier for the day. */
export function AddCourier() {
  const words = useWords()
  const { board, today } = useDesk()
  const client = useQueryClient()
  const toasts = useToasts()
  const add = useMutation({
    mutationFn: (courier: number) => openList(board.day, courier),
    onSuccess: list => patchLists(client, board.day, [list]),
    onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
  })
  const others = absent(board, today)
  if (others.length === 0) return null
  return (
    <MenuTrigger>
      <Button look="quiet" isPending={add.isPending}>
        {words.t('dispatch.add')}
      </Button>
      <Popover className="popover">
        <Menu items={others} className="options" onAction={id => add.mutate(Number(id))}>
          {courier => <MenuItem className="option">{courier.username}</MenuItem>}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
