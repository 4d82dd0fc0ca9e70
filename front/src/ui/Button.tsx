import type { ReactNode } from 'react'
import { Button as AriaButton, Link as AriaLink, type ButtonProps, type LinkProps } from 'react-aria-components'
import './button.css'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

interface Props extends Omit<ButtonProps, 'className' | 'style'> {
  look?: Look
  wide?: boolean
}

/** A button. One `main` a screen; `danger` for what cannot be undone. `isPending` keeps its place and says so. */
export function Button({ look = 'plain', wide, ...rest }: Props) {
  return <AriaButton {...rest} className={`button ${look}${wide ? ' wide' : ''}`} />
}

/** A square button with a picture only; its words are for those who do not see it. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<Props, 'children'> & { label: string; children: ReactNode }) {
  return (
    <AriaButton {...rest} aria-label={label} className="button icon quiet">
      {children}
    </AriaButton>
  )
}

/** A link to another screen that looks like a button. */
export function ButtonLink({ look = 'plain', ...rest }: Omit<LinkProps, 'className' | 'style'> & { look?: Look }) {
  return <AriaLink {...rest} className={`button ${look}`} />
}
