import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { wipeDays } from '../../api/courier'
import { wordsOf } from '../../api/send'
import { useSignOut } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { dropStore } from '../../outbox/store'
import { IconButton } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { useToasts } from '../../ui/ToastRegion'

interface Props {
  username: string
  /** How many actions would be lost. */
  waiting: number
  close(): void
}

/** Signs out and wipes what this phone knew; asks first, because what is not sent would be lost. */
export function SignOut({ username, waiting, close }: Props) {
  const words = useWords()
  const client = useQueryClient()
  const signOut = useSignOut()
  const toasts = useToasts()
  const [asking, setAsking] = useState(false)
  const leave = async () => {
    setAsking(false)
    try {
      await signOut.mutateAsync()
    } catch (error) {
      return toasts.say(wordsOf(error, words), { tone: 'danger' })
    }
    close()
    wipeDays()
    client.clear()
    await dropStore(username).catch(() => {})
    location.reload()
  }
  return (
    <>
      <IconButton label={words.t('login.out')} onPress={() => setAsking(true)}>
        <svg
          width="24"
          height="24"
          viewBox="0 0 24 24"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        >
          <path d="M14 4h5v16h-5M4 12h10M10 8l4 4-4 4" />
        </svg>
      </IconButton>
      <Confirm
        title={words.t('courier.leave.title')}
        open={asking}
        onClose={() => setAsking(false)}
        verb={words.t('login.out')}
        danger={waiting > 0}
        onConfirm={() => void leave()}
      >
        <p>{words.t('courier.leave.text')}</p>
        {waiting > 0 && <p className="message danger">{words.t('courier.leave.lost', { n: waiting })}</p>}
      </Confirm>
    </>
  )
}
