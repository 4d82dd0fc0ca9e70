import { lazy, Suspense, useEffect, useRef } from 'react'
import { type Session, useSession } from '../api/session'
import { CoopWords } from '../i18n/CoopWords'
import { usePath } from '../route/address'
import { find } from '../route/match'
import { Failure, Loading } from '../ui/Notice'
import { Broken } from './Broken'
import { Home } from './home/Home'
import { Login } from './login/Login'
import { NotFound } from './NotFound'
import { screensFor } from './screens'

/** One's own account: for everybody, whatever else they may open. */
const Security = lazy(() => import('./security/Security'))

/** Shows the screen of the address to whoever may open it, the login to others. */
export function StaffApp() {
  const session = useSession()
  const before = useRef(false)
  useEffect(() => {
    before.current ||= Boolean(session.data)
  }, [session.data])
  if (session.isPending) return <Loading />
  if (session.data) {
    return (
      <CoopWords coop={session.data.coop}>
        <Opened session={session.data} />
      </CoopWords>
    )
  }
  if (session.isError) return <Failure error={session.error} onRetry={() => void session.refetch()} />
  return <Login expired={before.current} />
}

function Opened({ session }: { session: Session }) {
  const path = usePath()
  if (/^\/app(\/login)?\/?$/.test(path)) return <Home session={session} />
  if (path === '/app/security') {
    return (
      <Suspense fallback={<Loading />}>
        <Security />
      </Suspense>
    )
  }
  const found = find(screensFor(session.can), path)
  const View = found?.route.view
  if (!found || !View) return <NotFound />
  return (
    <Broken key={found.route.path}>
      <Suspense fallback={<Loading />}>
        <View params={found.params} />
      </Suspense>
    </Broken>
  )
}
