import type { ReactNode } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import { placeName, type Task } from '../../model/task'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { useDesk } from './context'
import { windowOf } from './words'

/** What is known about a task: when, where, for whom, with what. */
export function TaskFacts({ task }: { task: Task }) {
  const words = useWords()
  const { address, delivery } = task
  const order = delivery?.orderNumber
  return (
    <dl className="facts">
      <Fact label={words.t('dispatch.fact.window')}>{windowOf(task, words)}</Fact>
      <Fact label={words.t('dispatch.fact.address')}>{address.streetAddress}</Fact>
      <Fact label={words.t('dispatch.fact.description')}>{address.description}</Fact>
      <Fact label={words.t('dispatch.fact.contact')}>{address.contactName}</Fact>
      <Fact label={words.t('dispatch.fact.telephone')}>
        {address.telephone && <a href={`tel:${address.telephone}`}>{address.telephone}</a>}
      </Fact>
      <Fact label={words.t('dispatch.fact.org')}>{task.orgName}</Fact>
      <Fact label={words.t('dispatch.fact.order')}>{order}</Fact>
      <Fact label={words.t('dispatch.fact.comments')}>{task.comments}</Fact>
      <Fact label={words.t('dispatch.fact.weight')}>
        {task.weight !== null && words.t('dispatch.kilos', { n: task.weight / 1000 })}
      </Fact>
      <Fact label={words.t('dispatch.fact.tags')}>{task.tags.length > 0 && <Tags task={task} />}</Fact>
      <Fact label={words.t('dispatch.fact.delivery')}>{delivery && <Siblings task={task} />}</Fact>
      <Fact label={words.t('dispatch.fact.photos')}>{task.images.length > 0 && <Photos task={task} />}</Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Tags({ task }: { task: Task }) {
  return task.tags.map(tag => <Badge key={tag.slug}>{tag.name}</Badge>)
}

/** The other stops of the delivery. */
function Siblings({ task }: { task: Task }) {
  const words = useWords()
  const { board, lookAt } = useDesk()
  const others = board.tasks.filter(other => other.delivery?.id === task.delivery?.id && other.id !== task.id)
  return others.map(other => (
    <Button key={other.id} look="quiet" onPress={() => lookAt(other.id)}>
      {words.t(other.type === 'PICKUP' ? 'task.pickup' : 'task.dropoff')} · {placeName(other)}
    </Button>
  ))
}

function Photos({ task }: { task: Task }) {
  const words = useWords()
  return task.images.map(image => (
    <a key={image.id} href={image.url} target="_blank" rel="noreferrer">
      <img src={image.url} alt={words.t('dispatch.photo', { id: image.id })} width="96" height="96" loading="lazy" />
    </a>
  ))
}
