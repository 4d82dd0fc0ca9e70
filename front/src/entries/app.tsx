import { StaffApp } from '../screens/StaffApp'
import { start } from './start'

void start(<StaffApp />)
