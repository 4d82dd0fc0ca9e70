import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useWords } from '../i18n/WordsProvider'
import { Button } from './Button'
import './dialog.css'

interface Props {
  title: string
  open: boolean
  onClose(): void
  children: ReactNode
}

/** A dialog over the screen; on a phone it rises from the bottom, near the thumb. Escape and a tap outside close it. */
export function Dialog({ title, open, onClose, children }: Props) {
  return (
    <ModalOverlay className="veil" isOpen={open} isDismissable onOpenChange={is => !is && onClose()}>
      <Modal className="modal">
        <AriaDialog className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ConfirmIn extends Props {
  /** The verb of what is confirmed, never "OK". */
  verb: string
  danger?: boolean
  onConfirm(): void
}

/** Asks before something that cannot be undone; what can be undone is not asked but offered to undo. */
export function Confirm({ verb, danger, onConfirm, children, ...rest }: ConfirmIn) {
  const words = useWords()
  return (
    <Dialog {...rest}>
      <div>{children}</div>
      <div className="dialog-buttons">
        <Button onPress={rest.onClose}>{words.t('ui.cancel')}</Button>
        <Button look={danger ? 'danger' : 'main'} onPress={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
