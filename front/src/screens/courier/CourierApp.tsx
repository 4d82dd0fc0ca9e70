import { useSession } from '../../api/session'
import { useWords } from '../../i18n/WordsProvider'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Login } from '../login/Login'

/** The courier's app: signed in once, it opens without network with what it knew. */
export function CourierApp() {
  const session = useSession()
  const words = useWords()
  if (session.isPending) return <Loading />
  if (session.isError && !session.data) return <Failure error={session.error} onRetry={() => void session.refetch()} />
  if (!session.data) return <Login />
  return (
    <Page title={words.t('courier.title')} home="/courier/" width="text">
      <Empty>{words.t('courier.empty')}</Empty>
    </Page>
  )
}
