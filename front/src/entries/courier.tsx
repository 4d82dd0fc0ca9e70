import { CourierApp } from '../screens/courier/CourierApp'
import { start } from './start'

void start(<CourierApp />)

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/courier/sw.js', { scope: '/courier/' })
}
