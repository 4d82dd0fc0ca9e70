import { useImports } from '../../api/imports'
import { useWords } from '../../i18n/WordsProvider'
import type { Import } from '../../model/importing'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { Failure } from '../../ui/Notice'

const tones: Record<Import['status'], BadgeTone> = {
  tried: 'plain',
  pending: 'info',
  started: 'info',
  completed: 'accent',
  failed: 'warn',
}

interface Props {
  store: number
  shown: number | null
  onShow(id: number): void
}

/** The last imports of the store; each can be looked at again. */
export function EarlierImports({ store, shown, onShow }: Props) {
  const words = useWords()
  const list = useImports(store)
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data?.length) return null
  return (
    <section>
      <h2>{words.t('store.import.earlier')}</h2>
      <ul className="import-list">
        {list.data.map(({ id, filename, status, createdAt }) => {
          const name = filename || words.t('store.import.nameless', { id })
          return (
            <li key={id}>
              <span>
                <strong>{name}</strong>
                <span className="soft"> · {words.moment(new Date(createdAt), new Date())}</span>
              </span>
              <Badge tone={tones[status]}>{words.t(`store.import.status.${status}`)}</Badge>
              <Button
                look="quiet"
                isDisabled={id === shown}
                aria-label={words.t('store.import.showOne', { name })}
                onPress={() => onShow(id)}
              >
                {words.t('store.import.show')}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
