import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import './tabs.css'

interface Part {
  id: string
  label: string
  /** A number beside the label, such as how many wait there. */
  count?: number
  /** Draws the eye to the tab. */
  urgent?: boolean
  content: ReactNode
}

interface Props {
  label: string
  parts: Part[]
  selected: string
  onSelect(id: string): void
}

/** Parts of a screen of which one is shown. */
export function Tabs({ label, parts, selected, onSelect }: Props) {
  return (
    <AriaTabs className="tabs" selectedKey={selected} onSelectionChange={id => onSelect(String(id))}>
      <TabList className="tab-list" aria-label={label}>
        {parts.map(part => (
          <Tab key={part.id} id={part.id} className={`tab${part.urgent ? ' urgent' : ''}`}>
            {part.label}
            {part.count !== undefined && <span className="tab-count numbers">{part.count}</span>}
          </Tab>
        ))}
      </TabList>
      {parts.map(part => (
        <TabPanel key={part.id} id={part.id} className="tab-panel">
          {part.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
