import { useEffect, useRef, useState } from 'react'
import { useWords } from '../i18n/WordsProvider'
import { Button } from '../ui/Button'
import type { DrawnMap } from './adapter'
import './map.css'
import type { MapModel, Picked, Position } from './model'

interface Props {
  model: MapModel
  centre: Position
  zoom?: number
  onPick?: (picked: Picked) => void
  /** While it is there, the map asks for a place, with these words, and taps on marks pick nothing. */
  ask?: { words: string; here: string; onPlace(at: Position): void; onCancel(): void } | undefined
  /** Change it to move the map so that everything can be seen. */
  fit?: number
}

/** The map of a screen, fetched when first shown. The same things must stand in a list beside it: the map is for the eye only. */
export function MapView({ model, centre, zoom = 13, onPick, ask, fit = 0 }: Props) {
  const words = useWords()
  const element = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<DrawnMap | null>(null)
  const [failed, setFailed] = useState(false)
  const pick = useRef(onPick)
  pick.current = ask ? undefined : onPick
  const place = useRef(ask)
  place.current = ask
  const start = useRef({ centre, zoom, language: words.language })

  useEffect(() => {
    let drawn: DrawnMap | null = null
    let gone = false
    const open = async () => {
      const { openMap } = await import('./adapter')
      if (gone || !element.current) return
      const { language, ...at } = start.current
      const style = `/map/style.json?lang=${language}`
      const onFail = () => setFailed(true)
      drawn = openMap({
        element: element.current,
        style,
        ...at,
        onFail,
        onPick: p => pick.current?.(p),
        onTap: p => place.current?.onPlace(p),
      })
      setMap(drawn)
    }
    open().catch(() => setFailed(true))
    return () => {
      gone = true
      drawn?.close()
    }
  }, [])

  useEffect(() => map?.draw(model), [map, model])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new number of fit is the wish to see everything
  useEffect(() => map?.fit(), [map, fit])

  return (
    <section className={ask ? 'map asking' : 'map'} aria-label={words.t('ui.map.label')}>
      <div ref={element} className="map-canvas" />
      {ask && (
        <div className="map-ask" role="status">
          <span>{ask.words}</span>
          <Button isDisabled={!map} onPress={() => map && ask.onPlace(map.centre())}>
            {ask.here}
          </Button>
          <Button onPress={ask.onCancel}>{words.t('ui.cancel')}</Button>
        </div>
      )}
      {failed && <p className="map-failed">{words.t('ui.map.failed')}</p>}
    </section>
  )
}
