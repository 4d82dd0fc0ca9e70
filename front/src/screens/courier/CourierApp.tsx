import { useEffect } from 'react'
import { wipeDays } from '../../api/courier'
import { useSession } from '../../api/session'
import { CoopWords } from '../../i18n/CoopWords'
import { StaffLive } from '../../live/StaffLive'
import { Failure, Loading } from '../../ui/Notice'
import { Broken } from '../Broken'
import { Login } from '../login/Login'
import { Round } from './Round'
import { useOpenOutbox } from './useOpenOutbox'
import './courier.css'

/** The courier's app: signed in once, it opens without network with what it knew. */
export function CourierApp() {
  const session = useSession()
  if (session.isPending) return <Loading />
  if (session.isError && !session.data) return <Failure error={session.error} onRetry={() => void session.refetch()} />
  if (!session.data) return <SignedOut />
  const { user, coop } = session.data
  return (
    <CoopWords coop={coop}>
      <Broken>
        <StaffLive>
          <Opened key={user.username} username={user.username} />
        </StaffLive>
      </Broken>
    </CoopWords>
  )
}

/** Nobody's session: addresses of the one before have no business here. */
function SignedOut() {
  useEffect(wipeDays, [])
  return <Login />
}

function Opened({ username }: { username: string }) {
  const opened = useOpenOutbox(username)
  if (opened.error) return <Failure error={opened.error} onRetry={() => location.reload()} />
  if (!opened.outbox) return <Loading />
  return <Round username={username} outbox={opened.outbox} close={opened.close} />
}
