import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import { newcomers } from '../../model/round'
import { placeName, type Task } from '../../model/task'
import { Button } from '../../ui/Button'
import { useBell } from '../../ui/useBell'

/** Rings, trembles and says so when a stop is added to the round; it stays until the courier has seen it. */
export function News({ tasks, day }: { tasks: Task[]; day: string }) {
  const words = useWords()
  const { bell } = useBell()
  const before = useRef<{ day: string; tasks: Task[] }>(undefined)
  const [fresh, setFresh] = useState<Task[]>([])
  useEffect(() => {
    const known = before.current?.day === day ? before.current.tasks : undefined
    const added = newcomers(known, tasks)
    before.current = { day, tasks }
    if (added.length === 0) return
    setFresh(old => [...old, ...added])
    bell.once()
  }, [tasks, day, bell])
  return (
    <div role="status">
      {fresh.length > 0 && (
        <div className="news">
          <div>
            <strong>{words.t('courier.news', { n: fresh.length })}</strong>
            <ul>
              {fresh.map(task => (
                <li key={task.id}>
                  {words.clock(new Date(task.before))} · {placeName(task)}
                </li>
              ))}
            </ul>
          </div>
          <Button look="main" onPress={() => setFresh([])}>
            {words.t('courier.queue.seen')}
          </Button>
        </div>
      )}
    </div>
  )
}
